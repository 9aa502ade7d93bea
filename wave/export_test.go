package wave

import "time"

// SetClock lets a Writer take the time from elsewhere.
func SetClock(w *Writer, now func() time.Time) { w.now = now }
