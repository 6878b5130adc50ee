package testnet

import (
	"log"
	"net/http"
	"strings"
	"testing"

	"blocao.example/fleet-console/tunnel/node"
)

// The relay's certificate is of a CA that no system knows.
func TestARelayWithACertificateOfAPrivateCAIsBelievedWithThatCAOnly(t *testing.T) {
	network := startNetwork(t)
	network.control.inner.DERPMap.Regions[1].Nodes[0].InsecureForTests = false
	_, foreign, err := makeCertificate()
	if err != nil {
		t.Fatal(err)
	}
	refusals := make(chan string, 1000)
	network.relay.server.running.ErrorLog = log.New(lines(refusals), "", 0)
	arrivals := make(chan string, 1000)
	network.relay.mu.Lock()
	inner := network.relay.handle
	network.relay.handle = http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		arrivals <- request.URL.Path
		inner.ServeHTTP(w, request)
	})
	network.relay.mu.Unlock()

	startClientWith(t, network, node.Config{AuthKey: network.AuthKey, ExtraRoots: foreign})
	waitFor(t, refusals, "a refusal of the certificate", func(text string) bool { return strings.Contains(text, "certificate") })
	if len(arrivals) != 0 {
		t.Fatal("the relay was believed without its CA")
	}
	startClientWith(t, network, node.Config{AuthKey: network.AuthKey, ExtraRoots: network.CaPem})
	waitFor(t, arrivals, "a connection to the relay", func(string) bool { return true })
}

func TestRootsWithoutACertificateAreRefused(t *testing.T) {
	if _, err := node.New(node.Config{ExtraRoots: "no PEM"}); err == nil {
		t.Fatal("taken")
	}
}

// lines is a writer for a log.
type lines chan string

func (l lines) Write(text []byte) (int, error) {
	l <- string(text)
	return len(text), nil
}
