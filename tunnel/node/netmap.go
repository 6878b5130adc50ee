package node

import (
	"net/netip"
	"strings"
	"time"

	"tailscale.com/tailcfg"
	"tailscale.com/types/netmap"
	"tailscale.com/types/views"
)

// Self is this node as control knows it. KeyExpiryMs is epoch time; 0: the key does not expire.
type Self struct {
	Name        string   `json:"name"`
	Addresses   []string `json:"addresses"`
	KeyExpiryMs int64    `json:"keyExpiryMs"`
}

// Peer is another node. Online is nil and LastSeenMs 0 where control does not say.
type Peer struct {
	Name       string   `json:"name"`
	Addresses  []string `json:"addresses"`
	Online     *bool    `json:"online"`
	LastSeenMs int64    `json:"lastSeenMs"`
}

// NetMap is what the host gets to see of the network map. Names have no final dot.
type NetMap struct {
	Self  Self   `json:"self"`
	Peers []Peer `json:"peers"`
}

func netMapOf(nm *netmap.NetworkMap) NetMap {
	peers := make([]Peer, 0, len(nm.Peers))
	for _, peer := range nm.Peers {
		peers = append(peers, peerOf(peer))
	}
	self := Self{Name: bare(nm.SelfName()), Addresses: addressesOf(nm.GetAddresses())}
	if nm.SelfNode.Valid() {
		self.KeyExpiryMs = epochMs(nm.SelfNode.KeyExpiry())
	}
	return NetMap{Self: self, Peers: peers}
}

func peerOf(peer tailcfg.NodeView) Peer {
	lastSeen, _ := peer.LastSeen().GetOk()
	return Peer{
		Name:       bare(peer.Name()),
		Addresses:  addressesOf(peer.Addresses()),
		Online:     peer.Online().Clone(),
		LastSeenMs: epochMs(lastSeen),
	}
}

func addressesOf(prefixes views.Slice[netip.Prefix]) []string {
	addresses := make([]string, 0, prefixes.Len())
	for _, prefix := range prefixes.All() {
		addresses = append(addresses, prefix.Addr().String())
	}
	return addresses
}

func bare(name string) string { return strings.TrimSuffix(name, ".") }

func epochMs(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}
