package testnet

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strconv"
	"sync"

	"tailscale.com/derp/derpserver"
	"tailscale.com/net/stunserver"
	"tailscale.com/tailcfg"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

// relay is DERP over TLS and over WebSocket, with STUN beside it.
type relay struct {
	server   *server
	key      key.NodePrivate
	logf     logger.Logf
	stunPort int

	mu     sync.Mutex
	handle http.Handler
}

func startRelay(ctx context.Context, certificate tls.Certificate, logf logger.Logf) (*relay, error) {
	stun := stunserver.New(ctx)
	if err := stun.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	go stun.Serve()
	r := &relay{key: key.NewNode(), logf: logf, stunPort: stun.LocalAddr().(*net.UDPAddr).Port}
	mux := http.NewServeMux()
	mux.HandleFunc("/derp", func(w http.ResponseWriter, request *http.Request) { r.current().ServeHTTP(w, request) })
	mux.HandleFunc("/derp/probe", derpserver.ProbeHandler)
	mux.HandleFunc("/derp/latency-check", derpserver.ProbeHandler)
	mux.HandleFunc("/generate_204", derpserver.ServeNoContent)
	r.server = newServer(mux, &tls.Config{Certificates: []tls.Certificate{certificate}})
	return r, r.start()
}

// start comes back with an empty relay. Only when the old one is stopped: two at once split the tailnet in two halves
// that do not see each other, without any error.
func (r *relay) start() error {
	if r.server.isRunning() {
		return nil
	}
	derp := derpserver.New(r.key, r.logf)
	r.mu.Lock()
	r.handle = derpserver.AddWebSocketSupport(derp, derpserver.Handler(derp))
	r.mu.Unlock()
	return r.server.start()
}

func (r *relay) current() http.Handler {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.handle
}

func (r *relay) derpMap() *tailcfg.DERPMap {
	_, text, _ := net.SplitHostPort(r.server.address)
	port, _ := strconv.Atoi(text)
	node := &tailcfg.DERPNode{
		Name: "1a", RegionID: 1, HostName: "127.0.0.1", IPv4: "127.0.0.1", IPv6: "none",
		STUNPort: r.stunPort, DERPPort: port, STUNTestIP: "127.0.0.1",
		// For the Go nodes; JavaScript gets the CA.
		InsecureForTests: true,
	}
	region := &tailcfg.DERPRegion{RegionID: 1, RegionCode: "local", RegionName: "this machine", Nodes: []*tailcfg.DERPNode{node}}
	return &tailcfg.DERPMap{Regions: map[int]*tailcfg.DERPRegion{1: region}, OmitDefaultRegions: true}
}
