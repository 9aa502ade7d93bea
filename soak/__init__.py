"""The soak: everything that tries to break the library, for as long as it is told, with figures of what was tried."""
