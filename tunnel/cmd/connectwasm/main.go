//go:build js && wasm

// connectwasm is the tunnel client for a JavaScript host: @tailscale/connect's createIPN with dialTCP. PROTOCOL.md §1.
package main

import (
	"io"
	"log"
	"net/http"
	"syscall/js"
)

func main() {
	host := js.Global().Get("__tunnelHost")
	if host.Type() != js.TypeObject {
		panic("globalThis.__tunnelHost is missing")
	}
	// A library of upstream's writes here at each attempt to reach the relay; what matters comes through the callbacks.
	log.SetOutput(io.Discard)
	transport := hostFetch{fetch: host.Get("fetch")}
	http.DefaultTransport = transport
	http.DefaultClient.Transport = transport
	host.Call("ready", method(func(args []js.Value) any {
		config := argument(args, 0)
		return promise(func() (any, error) { return createIPN(config) })
	}))
	select {}
}
