// Package ring reads ahead from a connection into a bounded buffer, so that one crossing into JavaScript carries all that
// has arrived since the last. A full buffer stops reading, which closes the TCP window: back-pressure reaches the sender.
package ring

import (
	"io"
	"sync"
)

// Reader is filled by a goroutine of its own, which ends with the source or with Close.
type Reader struct {
	mu      sync.Mutex
	changed *sync.Cond
	buffer  []byte
	start   int
	held    int
	err     error
}

// NewReader begins to read from source.
func NewReader(source io.Reader, size int) *Reader {
	r := &Reader{buffer: make([]byte, size)}
	r.changed = sync.NewCond(&r.mu)
	go r.fill(source)
	return r
}

func (r *Reader) fill(source io.Reader) {
	for {
		space := r.freeSpace()
		if space == nil {
			return
		}
		n, err := source.Read(space)
		r.mu.Lock()
		r.held += n
		if err != nil && r.err == nil {
			r.err = err
		}
		ended := r.err != nil
		r.changed.Broadcast()
		r.mu.Unlock()
		if ended {
			return
		}
	}
}

// freeSpace waits for room and answers its contiguous part; nil when the reader is closed.
func (r *Reader) freeSpace() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.held == len(r.buffer) && r.err == nil {
		r.changed.Wait()
	}
	if r.err != nil {
		return nil
	}
	at := (r.start + r.held) % len(r.buffer)
	if at < r.start {
		return r.buffer[at:r.start]
	}
	return r.buffer[at:]
}

// Take waits for bytes and passes up to limit of them, in one piece, to use. Answers their number; after the last of them
// the error that ended the source (io.EOF for a clean end).
func (r *Reader) Take(limit int, use func([]byte)) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.held == 0 && r.err == nil {
		r.changed.Wait()
	}
	if r.held == 0 {
		return 0, r.err
	}
	n := min(r.held, limit, len(r.buffer)-r.start)
	use(r.buffer[r.start : r.start+n])
	r.start = (r.start + n) % len(r.buffer)
	r.held -= n
	r.changed.Broadcast()
	return n, nil
}

// Close drops what is held; a waiting Take ends with err. The source is the caller's to close.
func (r *Reader) Close(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = 0
	r.err = err
	r.changed.Broadcast()
}
