package node

import (
	_ "unsafe" // For go:linkname.
)

// fallbackServers is upstream's list of relays that are asked for the control server's name when it cannot be resolved. They
// are strangers to whoever has a control server of his own, and there is no switch. Its type and place are upstream's;
// a test holds them.
//
//go:linkname fallbackServers tailscale.com/net/dnsfallback.staticDERPMapJSON
var fallbackServers []byte

func init() { fallbackServers = []byte(`{"Regions":{}}`) }
