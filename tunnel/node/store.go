package node

import (
	"bytes"
	"sync"

	"tailscale.com/ipn"
)

// Storage is the host's: it keeps values that hold private keys, encrypted at rest. Get answers nil for what is absent;
// Set with an empty value forgets.
type Storage interface {
	Get(id string) []byte
	Set(id string, value []byte) error
}

// store keeps what was written in memory too: a host that cannot keep it (disk full) costs the next start, not this one.
type store struct {
	storage Storage
	failed  func(error)

	mu      sync.Mutex
	written map[ipn.StateKey][]byte
}

func newStore(storage Storage, failed func(error)) *store {
	return &store{storage: storage, failed: failed, written: map[ipn.StateKey][]byte{}}
}

// ReadState implements ipn.StateStore.
func (s *store) ReadState(id ipn.StateKey) ([]byte, error) {
	s.mu.Lock()
	value, known := s.written[id]
	s.mu.Unlock()
	if !known && s.storage != nil {
		value = s.storage.Get(string(id))
	}
	if len(value) == 0 {
		return nil, ipn.ErrStateNotExist
	}
	return bytes.Clone(value), nil
}

// WriteState implements ipn.StateStore. It never fails: see store.
func (s *store) WriteState(id ipn.StateKey, value []byte) error {
	s.mu.Lock()
	s.written[id] = bytes.Clone(value)
	s.mu.Unlock()
	if s.storage == nil {
		return nil
	}
	if err := s.storage.Set(string(id), value); err != nil {
		s.failed(err)
	}
	return nil
}
