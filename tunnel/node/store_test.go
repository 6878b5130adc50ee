package node

import (
	"errors"
	"testing"

	"tailscale.com/ipn"
)

type fullDisk struct{ values map[string][]byte }

func (d fullDisk) Get(id string) []byte     { return d.values[id] }
func (d fullDisk) Set(string, []byte) error { return errors.New("disk full") }

func TestAStateThatCannotBeKeptStillServesThisRun(t *testing.T) {
	told := 0
	kept := newStore(fullDisk{map[string][]byte{"old": []byte("1")}}, func(error) { told++ })
	if value, err := kept.ReadState("old"); err != nil || string(value) != "1" {
		t.Fatal(value, err)
	}
	if _, err := kept.ReadState("new"); !errors.Is(err, ipn.ErrStateNotExist) {
		t.Fatal(err)
	}
	if err := kept.WriteState("new", []byte("2")); err != nil || told != 1 {
		t.Fatal(err, told)
	}
	if value, err := kept.ReadState("new"); err != nil || string(value) != "2" {
		t.Fatal(value, err)
	}
	kept.WriteState("old", nil)
	if _, err := kept.ReadState("old"); !errors.Is(err, ipn.ErrStateNotExist) {
		t.Fatal("forgotten state came back", err)
	}
}
