package testnet

import (
	"net/http"
	"time"

	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

// control is upstream's control server for tests.
type control struct {
	server *server
	inner  *testcontrol.Server
}

func startControl(derpMap *tailcfg.DERPMap, domain, authKey string, logf logger.Logf) (*control, error) {
	inner := &testcontrol.Server{
		DERPMap:        derpMap,
		Logf:           logf,
		RequireAuthKey: authKey,
		MagicDNSDomain: domain,
		DNSConfig:      &tailcfg.DNSConfig{Proxied: true, Domains: []string{domain}},
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/key", "/ts2021", "/machine/", "/c2n/"} {
		mux.Handle(path, inner)
	}
	mux.HandleFunc("GET /auth/", func(w http.ResponseWriter, request *http.Request) {
		// Whoever opens the page of a sign-in is taken for somebody who signed in there.
		if !inner.CompleteAuth(request.URL.Path) {
			http.NotFound(w, request)
		}
	})
	c := &control{server: newServer(mux, nil), inner: inner}
	if err := c.server.start(); err != nil {
		return nil, err
	}
	inner.ExplicitBaseURL = c.url()
	return c, nil
}

// signInByPage lets nodes that are not known yet sign in by a page instead of a key.
func (c *control) signInByPage() error {
	c.inner.RequireAuthKey, c.inner.RequireAuth = "", true
	return nil
}

func (c *control) url() string { return "http://" + c.server.address }

// setOnline tells all nodes, as a real control server does from its own view of who is connected.
func (c *control) setOnline(nodeKey key.NodePublic, online bool) {
	node := c.inner.Node(nodeKey)
	if node == nil {
		return
	}
	now := time.Now()
	node.Online, node.LastSeen = &online, &now
	c.inner.UpdateNode(node)
}
