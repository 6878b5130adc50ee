package node

import (
	"context"
	"testing"

	"tailscale.com/net/dnsfallback"
	"tailscale.com/net/netmon"
	"tailscale.com/types/logger"
)

func TestNobodyIsAskedForTheControlServersName(t *testing.T) {
	if known := dnsfallback.GetDERPMap(); len(known.Regions) != 0 || known.Regions == nil {
		t.Fatalf("%d relays would be asked", len(known.Regions))
	}
	ask := dnsfallback.MakeLookupFunc(logger.Discard, netmon.NewStatic())
	if found, err := ask(context.Background(), "control.example"); err == nil {
		t.Fatalf("somebody answered %v", found)
	}
}
