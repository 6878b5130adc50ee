//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall/js"
	"time"

	"blocao.example/fleet-console/tunnel/node"
)

const (
	fetchTimeout  = 30 * time.Second
	fetchMaxBytes = 16 << 20
	logoutTimeout = 5 * time.Second
)

// ipn is one client with the host's callbacks.
type ipn struct {
	node      *node.Node
	callbacks js.Value
}

func createIPN(config js.Value) (any, error) {
	i := &ipn{callbacks: js.Undefined()}
	created, err := node.New(i.configOf(config))
	if err != nil {
		return nil, err
	}
	i.node = created
	object := jsObject.New()
	for name, call := range map[string]func([]js.Value) any{
		"run":      i.run,
		"login":    i.later(func(ctx context.Context) error { return created.Login(ctx) }),
		"logout":   i.later(created.Logout),
		"shutdown": i.later(func(context.Context) error { created.Close(); return nil }),
		"state":    func([]js.Value) any { return created.State() },
		"dialTCP":  i.dialTCP,
		"path":     i.path,
		"ping":     i.ping,
		"fetch":    i.fetch,
		"ssh":      i.later(func(context.Context) error { return errors.New("ssh is not built in") }),
	} {
		object.Set(name, method(call))
	}
	return object, nil
}

func (i *ipn) configOf(config js.Value) node.Config {
	made := node.Config{
		ControlURL:   textOf(config, "controlURL"),
		AuthKey:      textOf(config, "authKey"),
		Hostname:     textOf(config, "hostname"),
		Ephemeral:    member(config, "ephemeral").Truthy(),
		AcceptRoutes: member(config, "acceptRoutes").Truthy(),
		Events:       i.events(),
	}
	if tags := member(config, "tags"); tags.Type() == js.TypeObject {
		for index := range tags.Length() {
			made.Tags = append(made.Tags, tags.Index(index).String())
		}
	}
	if storage := member(config, "stateStorage"); storage.Type() == js.TypeObject {
		made.Storage = hostStorage{object: storage}
	}
	if log := member(config, "log"); log.Type() == js.TypeFunction {
		made.Logf = func(format string, args ...any) { log.Invoke(fmt.Sprintf(format, args...)) }
	}
	return made
}

func (i *ipn) events() node.Events {
	return node.Events{
		State:  func(state string) { i.call("notifyState", state) },
		NetMap: func(netMap node.NetMap) { i.callJSON("notifyNetMap", netMap) },
		Browse: func(url string) { i.call("notifyBrowseToURL", url) },
		Error:  func(code, message string) { i.call("notifyError", message, code) },
		Health: func(warnings []node.Warning) { i.callJSON("notifyHealth", warnings) },
	}
}

// call: what the host throws is told to the host, and the node goes on.
func (i *ipn) call(name string, args ...any) {
	defer func() {
		if problem := recover(); problem != nil && name != "notifyPanicRecover" {
			i.call("notifyPanicRecover", fmt.Sprint(problem))
		}
	}()
	if member(i.callbacks, name).Type() == js.TypeFunction {
		i.callbacks.Call(name, args...)
	}
}

func (i *ipn) callJSON(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // Plain structs of ours.
	}
	i.call(name, string(text))
}

func (i *ipn) later(work func(context.Context) error) func([]js.Value) any {
	return func([]js.Value) any {
		return promise(func() (any, error) {
			ctx, cancel := context.WithTimeout(context.Background(), logoutTimeout)
			defer cancel()
			return nil, work(ctx)
		})
	}
}

func (i *ipn) run(args []js.Value) any {
	i.callbacks = argument(args, 0)
	return promise(func() (any, error) { return nil, i.node.Start() })
}

func timeoutOf(options js.Value) time.Duration {
	if value := member(options, "timeoutMs"); value.Type() == js.TypeNumber {
		return time.Duration(value.Float() * float64(time.Millisecond))
	}
	return 0
}

func (i *ipn) dialTCP(args []js.Value) any {
	host, port, timeout := args[0].String(), args[1].Int(), timeoutOf(argument(args, 2))
	return promise(func() (any, error) {
		if port < 1 || port > 65535 {
			return nil, fmt.Errorf("%d is no port", port)
		}
		conn, err := i.node.Dial(context.Background(), host, uint16(port), timeout)
		if err != nil {
			return nil, err
		}
		return wrap(conn), nil
	})
}

func (i *ipn) path(args []js.Value) any {
	host := args[0].String()
	return promise(func() (any, error) { return asJSON(i.node.PathTo(host)) })
}

func (i *ipn) ping(args []js.Value) any {
	host, timeout := args[0].String(), timeoutOf(argument(args, 1))
	return promise(func() (any, error) { return asJSON(i.node.PingPeer(context.Background(), host, timeout)) })
}

func asJSON[T any](value T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(value)
	return string(text), err
}

// fetch is upstream's small GET; a text body up to fetchMaxBytes.
func (i *ipn) fetch(args []js.Value) any {
	url := args[0].String()
	return promise(func() (any, error) {
		transport := &http.Transport{DialContext: i.dialContext, DisableKeepAlives: true}
		response, err := (&http.Client{Transport: transport, Timeout: fetchTimeout}).Get(url)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(io.LimitReader(response.Body, fetchMaxBytes))
		if err != nil {
			return nil, err
		}
		object := jsObject.New()
		object.Set("status", response.StatusCode)
		object.Set("statusText", response.Status)
		object.Set("text", method(func([]js.Value) any {
			return promise(func() (any, error) { return string(body), nil })
		}))
		return object, nil
	})
}

func (i *ipn) dialContext(ctx context.Context, _, address string) (net.Conn, error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := net.LookupPort("tcp", text)
	if err != nil {
		return nil, err
	}
	return i.node.Dial(ctx, host, uint16(port), 0)
}
