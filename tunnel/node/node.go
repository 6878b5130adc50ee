// Package node runs one node of a tailnet inside this program: upstream's LocalBackend over gVisor's network stack, with
// no TUN device, no listener, no log upload and no file. It compiles for js/wasm and natively; both clients are thin
// mains over it.
package node

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"tailscale.com/control/controlclient"
	"tailscale.com/envknob"
	"tailscale.com/ipn"
	"tailscale.com/ipn/ipnauth"
	"tailscale.com/ipn/ipnlocal"
	"tailscale.com/net/netns"
	"tailscale.com/net/tsdial"
	"tailscale.com/tsd"
	"tailscale.com/types/logger"
	"tailscale.com/types/logid"
	"tailscale.com/wgengine"
	"tailscale.com/wgengine/netstack"
)

// Config is what a node is started with.
type Config struct {
	ControlURL   string
	AuthKey      string
	Hostname     string
	Ephemeral    bool
	AcceptRoutes bool
	Tags         []string
	// ExtraRoots: PEM certificates trusted beside the system's, for control and relay. Native only.
	ExtraRoots string
	Storage    Storage
	Events     Events
	// Logf may be nil: nothing is logged.
	Logf logger.Logf
}

// Node is one running client. Start it once; after Close make a new one.
type Node struct {
	config  Config
	sys     *tsd.System
	stack   *netstack.Impl
	backend *ipnlocal.LocalBackend

	closeOnce sync.Once
	closed    chan struct{}
}

func init() {
	// Before anything upstream runs: nothing is ever uploaded, and control is told so.
	envknob.SetNoLogsNoSupport()
}

// New builds the node; nothing is sent before Start.
func New(config Config) (*Node, error) {
	if config.Logf == nil {
		config.Logf = logger.Discard
	}
	// Packet marks need root and are for nodes with a TUN device.
	netns.SetEnabled(false)
	n := &Node{config: config, sys: tsd.NewSystem(), closed: make(chan struct{})}
	n.sys.Set(newStore(config.Storage, func(err error) { n.report(CodeBackend, "state was not kept: "+err.Error()) }))
	if config.ExtraRoots != "" {
		roots, err := withExtraRoots(config.ExtraRoots)
		if err != nil {
			return nil, err
		}
		n.sys.ExtraRootCAs = roots
	}
	if err := n.build(); err != nil {
		return nil, err
	}
	return n, nil
}

func withExtraRoots(pem string) (*x509.CertPool, error) {
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM([]byte(pem)) {
		return nil, fmt.Errorf("the extra roots hold no certificate")
	}
	return roots, nil
}

func (n *Node) build() error {
	sys, logf := n.sys, n.config.Logf
	dialer := &tsdial.Dialer{Logf: logf}
	dialer.SetBus(sys.Bus.Get())
	engine, err := wgengine.NewUserspaceEngine(logf, wgengine.Config{
		Dialer:        dialer,
		SetSubsystem:  sys.Set,
		ControlKnobs:  sys.ControlKnobs(),
		HealthTracker: sys.HealthTracker.Get(),
		ExtraRootCAs:  sys.ExtraRootCAs,
		Metrics:       sys.UserMetricsRegistry(),
		EventBus:      sys.Bus.Get(),
	})
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	sys.Set(engine)
	n.stack, err = netstack.Create(logf, sys.Tun.Get(), engine, sys.MagicSock.Get(), dialer, sys.DNSManager.Get(), sys.ProxyMapper())
	if err != nil {
		return fmt.Errorf("network stack: %w", err)
	}
	sys.Set(n.stack)
	n.isolate(dialer)
	sys.NetstackRouter.Set(true)
	sys.Tun.Get().Start()
	flags := controlclient.LoginDefault
	if n.config.Ephemeral {
		flags = controlclient.LoginEphemeral
	}
	n.backend, err = ipnlocal.NewLocalBackend(logf, logid.PublicID{}, sys, flags)
	if err != nil {
		return fmt.Errorf("backend: %w", err)
	}
	return n.stack.Start(n.backend)
}

// isolate keeps the node a client only, and whatever upstream dials for a user inside the tailnet.
func (n *Node) isolate(dialer *tsdial.Dialer) {
	stack := n.stack
	stack.ProcessLocalIPs = true
	stack.ProcessSubnets = true
	// Handled, by nobody: every inbound connection is refused.
	stack.GetTCPHandlerForFlow = func(_, _ netip.AddrPort) (func(net.Conn), bool) { return nil, true }
	dialer.UseNetstackForIP = func(netip.Addr) bool { return true }
	dialer.NetstackDialTCP = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
		conn, err := stack.DialContextTCP(ctx, to)
		if err != nil {
			return nil, err // A nil *TCPConn inside a net.Conn would not be nil.
		}
		return conn, nil
	}
	dialer.NetstackDialUDP = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
		conn, err := stack.DialContextUDP(ctx, to)
		if err != nil {
			return nil, err
		}
		return conn, nil
	}
}

// Start signs in with the key or the stored state. Without both the node stays in NeedsLogin until Login.
func (n *Node) Start() error {
	n.backend.SetNotifyCallback(n.notify)
	prefs := ipn.NewPrefs()
	prefs.ControlURL = n.config.ControlURL
	prefs.RouteAll = n.config.AcceptRoutes
	prefs.WantRunning = true
	prefs.Hostname = n.config.Hostname
	prefs.ShieldsUp = true
	prefs.AdvertiseTags = n.config.Tags
	if err := n.backend.Start(ipn.Options{UpdatePrefs: prefs, AuthKey: n.config.AuthKey}); err != nil {
		return err
	}
	// A key alone is not used on a fresh profile.
	if n.config.AuthKey != "" && n.backend.State() == ipn.NeedsLogin {
		return n.backend.StartLoginInteractive(context.Background())
	}
	return nil
}

// Login asks control for a sign-in page, which comes as a Browse event.
func (n *Node) Login(ctx context.Context) error { return n.backend.StartLoginInteractive(ctx) }

// Logout makes control forget this node.
func (n *Node) Logout(ctx context.Context) error { return n.backend.Logout(ctx, ipnauth.Self) }

// State is upstream's name of it.
func (n *Node) State() string {
	if n.isClosed() {
		return ipn.Stopped.String()
	}
	return n.backend.State().String()
}

func (n *Node) isClosed() bool {
	select {
	case <-n.closed:
		return true
	default:
		return false
	}
}

// Close leaves the tailnet; an ephemeral node is logged out (up to 5 s). Open connections break.
func (n *Node) Close() {
	n.closeOnce.Do(func() {
		close(n.closed)
		n.stack.Close()
		n.backend.Shutdown()
		if n.config.Events.State != nil {
			n.config.Events.State(ipn.Stopped.String())
		}
	})
}
