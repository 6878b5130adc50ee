package testnet

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"blocao.example/fleet-console/tunnel/node"
	"tailscale.com/types/logger"
)

const patience = 20 * time.Second

func startNetwork(t *testing.T, sites ...SiteConfig) *Network {
	t.Helper()
	network, err := Start(Config{Domain: "tn.test", Sites: sites}, t.TempDir(), logger.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(network.Close)
	return network
}

type client struct {
	*node.Node
	states  chan string
	errors  chan string
	netMaps chan node.NetMap
}

func startClient(t *testing.T, network *Network, authKey string) client {
	t.Helper()
	return startClientWith(t, network, node.Config{AuthKey: authKey})
}

func startClientWith(t *testing.T, network *Network, config node.Config) client {
	t.Helper()
	c := client{states: make(chan string, 100), errors: make(chan string, 100), netMaps: make(chan node.NetMap, 100)}
	config.ControlURL, config.Hostname, config.Ephemeral = network.Info().ControlURL, "console", true
	config.Events = node.Events{
		State:  func(state string) { c.states <- state },
		Error:  func(code, _ string) { c.errors <- code },
		NetMap: func(netMap node.NetMap) { c.netMaps <- netMap },
	}
	created, err := node.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(created.Close)
	c.Node = created
	if err := created.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func waitFor[T any](t *testing.T, from <-chan T, what string, wanted func(T) bool) {
	t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case got := <-from:
			if wanted(got) {
				return
			}
		case <-timeout:
			t.Fatalf("%s did not come", what)
		}
	}
}

func running(state string) bool { return state == "Running" }

func TestAClientReachesASiteAndNothingElse(t *testing.T) {
	network := startNetwork(t, SiteConfig{Name: "site-a"}, SiteConfig{Name: "site-b", Lazy: true})
	c := startClient(t, network, network.AuthKey)
	waitFor(t, c.states, "Running", running)

	conn, err := c.Dial(context.Background(), "site-a.tn.test", 80, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
	page, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(page), "TEST SITE site-a") {
		t.Fatalf("%v: %s", err, page)
	}
	for target, code := range map[string]string{
		"site-a:81":         node.CodeRefused,
		"site-b:80":         node.CodeNoPeer, // Not started.
		"localhost:80":      node.CodeNoPeer,
		"127.0.0.1:80":      node.CodeNoPeer,
		"nosuch.example:80": node.CodeNoPeer,
		"100.99.0.1:80":     node.CodeNoPeer,
		"192.168.1.1:80":    node.CodeNoPeer,
		"console:80":        node.CodeNoPeer, // Itself.
	} {
		host, port, _ := strings.Cut(target, ":")
		var number uint16
		fmt.Sscan(port, &number)
		if _, err := c.Dial(context.Background(), host, number, 0); err == nil || node.CodeOf(err) != code {
			t.Errorf("%s: %v, wanted %s", target, err, code)
		}
	}
	if path, err := c.PathTo("site-a"); err != nil || path.Kind == node.PathNone {
		t.Errorf("path: %+v %v", path, err)
	}
	if ping, err := c.PingPeer(context.Background(), "site-a", 0); err != nil || ping.RttMs <= 0 {
		t.Errorf("ping: %+v %v", ping, err)
	}
}

func TestARefusedKeyStopsTheClient(t *testing.T) {
	network := startNetwork(t)
	c := startClient(t, network, "wrong")
	waitFor(t, c.errors, "EAUTHKEY", func(code string) bool { return code == node.CodeAuthKey })
	waitFor(t, c.states, "Stopped", func(state string) bool { return state == "Stopped" })
	if _, err := c.Dial(context.Background(), "site-a", 80, 0); node.CodeOf(err) != node.CodeNotRunning {
		t.Fatal(err)
	}
}

func TestASiteThatGoesIsToldAndComesBackUnderItsAddress(t *testing.T) {
	network := startNetwork(t, SiteConfig{Name: "site-a"})
	address := network.Sites()[0].Addresses[0]
	c := startClient(t, network, network.AuthKey)
	waitFor(t, c.states, "Running", running)
	isOnline := func(wanted bool) func(node.NetMap) bool {
		return func(netMap node.NetMap) bool {
			return len(netMap.Peers) == 1 && netMap.Peers[0].Online != nil && *netMap.Peers[0].Online == wanted
		}
	}
	network.site("site-a").stop()
	waitFor(t, c.netMaps, "offline", isOnline(false))
	if err := network.site("site-a").start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, c.netMaps, "online", isOnline(true))
	if back := network.Sites()[0].Addresses[0]; back != address {
		t.Fatalf("%s came back as %s", address, back)
	}
}

func TestTheAdminPortAsksForItsToken(t *testing.T) {
	network := startNetwork(t)
	for token, wanted := range map[string]int{"": 401, "Bearer x": 401, "Bearer " + network.AdminToken: 200} {
		request, _ := http.NewRequest("GET", network.Info().Admin+"/status", nil)
		request.Header.Set("Authorization", token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != wanted {
			t.Errorf("%q: %d", token, response.StatusCode)
		}
	}
}

func TestAConfigurationThatLeavesTheMachineIsRefused(t *testing.T) {
	good := `{"sites":[{"name":"bl-wh-3","forwards":[{"port":5000,"target":"127.0.0.1:1"}],"lazy":true}]}`
	if _, err := ParseConfig([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		``, `[]`, strings.Replace(good, "127.0.0.1", "192.168.1.1", 1), strings.Replace(good, "127.0.0.1", "localhost", 1),
		strings.Replace(good, "5000", "0", 1), strings.Replace(good, "5000", "70000", 1), strings.Replace(good, "bl-wh-3", "../x", 1),
		strings.Replace(good, "bl-wh-3", "", 1), `{"sites":[{"name":"a"},{"name":"a"}]}`,
	} {
		if _, err := ParseConfig([]byte(line)); err == nil {
			t.Errorf("taken: %s", line)
		}
	}
}

func TestTheSecretsOfTwoNetworksDiffer(t *testing.T) {
	one, other := secret(), secret()
	if bytes.Equal([]byte(one), []byte(other)) {
		t.Fatal("the same twice")
	}
	if decoded, err := hex.DecodeString(one); err != nil || len(decoded) < 16 {
		t.Fatal(one)
	}
}
