package node

import (
	"context"
	"net/netip"
	"time"

	"tailscale.com/ipn/ipnstate"
	"tailscale.com/tailcfg"
)

// Kinds of path.
const (
	PathDirect = "direct"
	PathRelay  = "relay"
	PathNone   = "none"
)

// Path is how packets to a peer travel now; PathNone: nothing has flowed lately.
type Path struct {
	Kind     string `json:"kind"`
	Endpoint string `json:"endpoint"`
	Region   string `json:"region"`
}

// Ping is the answer of a peer's node (not of anything that runs at the site).
type Ping struct {
	Kind     string  `json:"kind"`
	Endpoint string  `json:"endpoint"`
	Region   string  `json:"region"`
	RttMs    float64 `json:"rttMs"`
}

// DefaultPingTimeout is enough for a relay that has to be connected first.
const DefaultPingTimeout = 5 * time.Second

// PathTo tells from the engine's memory, without a packet.
func (n *Node) PathTo(host string) (Path, error) {
	address, err := n.peerAddress(host)
	if err != nil {
		return Path{}, err
	}
	for _, peer := range n.backend.Status().Peer {
		for _, own := range peer.TailscaleIPs {
			if own == address {
				return pathOf(peer), nil
			}
		}
	}
	return Path{Kind: PathNone}, nil
}

func pathOf(peer *ipnstate.PeerStatus) Path {
	switch {
	case peer.CurAddr != "":
		return Path{Kind: PathDirect, Endpoint: peer.CurAddr}
	case peer.Active && peer.Relay != "":
		return Path{Kind: PathRelay, Region: peer.Relay}
	default:
		return Path{Kind: PathNone}
	}
}

// PingPeer asks the peer's node by the path that packets take.
func (n *Node) PingPeer(ctx context.Context, host string, timeout time.Duration) (Ping, error) {
	address, err := n.peerAddress(host)
	if err != nil {
		return Ping{}, err
	}
	if timeout <= 0 {
		timeout = DefaultPingTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return n.ping(ctx, address)
}

func (n *Node) ping(ctx context.Context, address netip.Addr) (Ping, error) {
	answer, err := n.backend.Ping(ctx, address, tailcfg.PingDisco, 0)
	if err != nil {
		return Ping{}, &CodedError{Code: CodeOf(err), Text: err.Error()}
	}
	if answer.Err != "" {
		return Ping{}, coded(CodeDial, "%s", answer.Err)
	}
	result := Ping{Kind: PathRelay, Region: answer.DERPRegionCode, RttMs: answer.LatencySeconds * 1_000}
	if answer.Endpoint != "" {
		result = Ping{Kind: PathDirect, Endpoint: answer.Endpoint, RttMs: result.RttMs}
	}
	return result, nil
}
