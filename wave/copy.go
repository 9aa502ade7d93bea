package wave

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"mmservices/internal/riff"
)

// This file holds Copy: from which file to which, and when the one is replaced.

// CopyOptions tell how to copy a file. The zero value makes a file of the same container with the same metadata.
type CopyOptions struct {
	// Container is the kind of file to make; 0 stands for that of the source.
	Container Container
	// Metadata replaces the metadata of the source if it is not nil.
	Metadata *Metadata
	// MaxMetadata is the most bytes beside the audio to keep in memory, which a copy to another container or with other
	// metadata takes; 0 means 256 MiB. More is ErrTooMuchMetadata.
	MaxMetadata int64
	// Sync waits until the disk has the file before it gets its name.
	Sync bool
}

// Copy copies the WAV file src to dst with everything that it has: each chunk in its order, also those that nobody
// knows, the audio to the byte, and what stands before and behind it all. opts may be nil.
//
// In the same container and with the same metadata the copy of a well-formed file is equal to the byte; what
// [RepairFile] puts right in a file is put right in the copy. In another container fmt and fact chunk say the same in
// its terms, and the sizes are in a ds64 chunk or not; RIFF that comes from RF64 keeps the room for one. To and from
// RIFX samples and numbers get the other order of bytes, which is not possible for encodings that pack samples in
// blocks: they are ErrTag.
//
// A chunk that cannot be written in that container, or of which it is not known where it has numbers to turn around,
// is ErrBadChunk, and a file that is too large for it is ErrTooLarge. Nothing is left out.
//
// The copy is written to a new file beside dst, which then gets its name: dst is what it was or all of the copy, also
// when src is dst. It keeps the rights of a file that was there. If dst is a link, that to which it leads is
// replaced. Both have to be regular files, else they are ErrNotRegular.
func Copy(dst, src string, opts *CopyOptions) (err error) {
	var o CopyOptions
	if opts != nil {
		o = *opts
	}
	if err := checkRegular(src); err != nil {
		return err
	}
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return replaceFile(dst, o.Sync, func(out *os.File) error { return copyWave(out, in, &o, riff.MaxSize) })
}

// replaceFile writes a file beside that of a name, and has it take its place.
func replaceFile(name string, sync bool, write func(*os.File) error) error {
	mode := os.FileMode(0)
	switch info, err := os.Stat(name); {
	case err == nil && !info.Mode().IsRegular():
		return &os.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	case err == nil:
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	folder := filepath.Dir(name)
	f, err := newFileIn(folder)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err == nil && sync {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if sync {
		return syncFolder(folder)
	}
	return nil
}

// syncFolder waits until the disk has the names in a folder, where the system can be asked for that.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// newFileIn creates a file with a name that nothing else has, and with the rights of any new file.
func newFileIn(folder string) (*os.File, error) {
	for {
		f, err := os.CreateTemp(folder, ".wave-*")
		if err != nil {
			return nil, err
		}
		name := f.Name()
		if err := errors.Join(f.Close(), os.Remove(name)); err != nil {
			return nil, err
		}
		f, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, os.ErrExist) {
			return f, err
		}
	}
}

// copyWave copies a file as the options say. No RIFF file gets more than limit bytes.
func copyWave(out, in *os.File, o *CopyOptions, limit int64) error {
	p, err := newPlan(fileStore{in})
	if err != nil {
		return err
	}
	if _, err := p.repair(limit); err != nil && !errors.Is(err, ErrTooLarge) {
		return err
	}
	s, err := newSurvey(p, ReaderOptions{MaxMetadata: o.MaxMetadata})
	if err != nil {
		return err
	}
	if o.Container == ContainerAuto || o.Container == s.container {
		if o.Metadata == nil {
			return copyBytes(out, in, limit)
		}
	}
	c := copying{survey: s, in: in, out: out, container: s.container, metadata: o.Metadata, limit: limit}
	c.left = metadataLimit(o.MaxMetadata)
	if o.Container != ContainerAuto {
		c.container = o.Container
	}
	return c.copy()
}

// copyBytes copies a file byte by byte, which the system does by itself, and repairs the copy.
func copyBytes(out, in *os.File, limit int64) error {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	_, err := repair(fileStore{out}, limit)
	return err
}
