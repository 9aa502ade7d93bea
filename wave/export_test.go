package wave

import "time"

// SetClock lets a Writer take the time from elsewhere.
func SetClock(w *Writer, now func() time.Time) { w.now = now }

// ScanOne is what Scan does with each file.
func ScanOne(name string, o *ScanOptions) ScanResult { return o.scan(name) }
