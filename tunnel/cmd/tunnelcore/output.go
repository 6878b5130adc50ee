package main

import (
	"encoding/json"
	"io"
	"os"
	"sync"
)

type event map[string]any

// output writes one line per event, whole and in order.
type output struct {
	mu      sync.Mutex
	encoder *json.Encoder
}

func newOutput(to io.Writer) *output { return &output{encoder: json.NewEncoder(to)} }

func (o *output) emit(e event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.encoder.Encode(e); err != nil {
		// Nobody listens any more; without a host there is nothing to do.
		os.Exit(1)
	}
}
