//go:build js && wasm

package main

import (
	"encoding/hex"
	"fmt"
	"syscall/js"
)

// hostStorage is upstream's stateStorage: synchronous, values in hex, "" for what is absent.
type hostStorage struct {
	object js.Value
}

func (s hostStorage) Get(id string) (value []byte) {
	defer func() {
		if recover() != nil {
			value = nil
		}
	}()
	answer := s.object.Call("getState", id)
	if answer.Type() != js.TypeString {
		return nil
	}
	value, err := hex.DecodeString(answer.String())
	if err != nil {
		return nil
	}
	return value
}

func (s hostStorage) Set(id string, value []byte) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	s.object.Call("setState", id, hex.EncodeToString(value))
	return nil
}
