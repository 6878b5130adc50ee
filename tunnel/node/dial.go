package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"tailscale.com/ipn"
)

// Codes of failed dials and of broken connections.
const (
	CodeNotRunning = "ENOTRUNNING"
	CodeTimedOut   = "ETIMEDOUT"
	CodeRefused    = "EREFUSED"
	CodeNoPeer     = "ENOPEER"
	CodeDial       = "EDIAL"
	CodeReset      = "ERESET"
)

// DefaultDialTimeout: WireGuard repeats its handshake after 5 s; one repetition must fit in.
const DefaultDialTimeout = 8 * time.Second

// CodedError is a failure with one of the codes above.
type CodedError struct {
	Code string
	Text string
}

func (e *CodedError) Error() string { return e.Text }

func coded(code, format string, args ...any) error {
	return &CodedError{Code: code, Text: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of an error; EDIAL for one that has none.
func CodeOf(err error) string {
	var known *CodedError
	var network net.Error
	switch {
	case errors.As(err, &known):
		return known.Code
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return CodeTimedOut
	case strings.Contains(err.Error(), "connection was refused"):
		return CodeRefused
	case strings.Contains(err.Error(), "operation timed out"), strings.Contains(err.Error(), "no route"):
		return CodeTimedOut
	}
	return CodeDial
}

// Dial opens a TCP connection to a peer. It fails at once where the node is not running or host is no peer: netstack
// itself would try such an address until the time is up.
func (n *Node) Dial(ctx context.Context, host string, port uint16, timeout time.Duration) (net.Conn, error) {
	address, err := n.peerAddress(host)
	if err != nil {
		return nil, err
	}
	if timeout <= 0 {
		timeout = DefaultDialTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := n.stack.DialContextTCP(ctx, netip.AddrPortFrom(address, port))
	if err != nil {
		return nil, &CodedError{Code: CodeOf(err), Text: err.Error()}
	}
	return conn, nil
}

func (n *Node) peerAddress(host string) (netip.Addr, error) {
	if state := n.State(); state != ipn.Running.String() {
		return netip.Addr{}, coded(CodeNotRunning, "the node is %s", state)
	}
	current, ok := n.netMap()
	if !ok {
		return netip.Addr{}, coded(CodeNotRunning, "the node has no map of the network")
	}
	address, ok := current.Resolve(host)
	if !ok {
		return netip.Addr{}, coded(CodeNoPeer, "%q is not in the tailnet", host)
	}
	if peer, ok := n.backend.PeerForIP(address); !ok || peer.IsSelf {
		return netip.Addr{}, coded(CodeNoPeer, "%v is no peer", address)
	}
	return address, nil
}

// Break ends a connection now. Close alone does not wake a Read of netstack that waits: it goes on until the peer answers,
// which a dead one never does.
func Break(conn net.Conn) {
	conn.SetDeadline(time.Unix(1, 0))
	conn.Close()
}
