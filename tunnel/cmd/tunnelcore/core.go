package main

import (
	"context"
	"encoding/hex"
	"log"
	"os"
	"time"

	"blocao.example/fleet-console/tunnel/node"
	"blocao.example/fleet-console/tunnel/wire"
	"tailscale.com/envknob"
)

const signTimeout = 10 * time.Second

// core is the one node of this program and its local streams.
type core struct {
	out     *output
	node    *node.Node
	streams *streams
}

// run obeys one command; done: the program ends with code.
func (c *core) run(command wire.Command) (done bool, code int) {
	switch {
	case command.Cmd == "stop":
		c.stop()
		return true, 0
	case command.Cmd == "start":
		if c.node != nil {
			c.out.emit(event{"event": "refused", "message": "already started"})
			return false, 0
		}
		if err := c.start(command); err != nil {
			c.out.emit(event{"event": "failed", "message": err.Error()})
			return true, 1
		}
	case c.node == nil:
		c.out.emit(event{"event": "refused", "message": "not started"})
	case command.Cmd == "abort":
		c.streams.abort(command.ID)
	default:
		// None of them may keep the next line waiting.
		go c.ask(command)
	}
	return false, 0
}

func (c *core) start(command wire.Command) error {
	if command.ForceRelay {
		envknob.Setenv("TS_DEBUG_ALWAYS_USE_DERP", "true")
	}
	config, err := c.configOf(command)
	if err != nil {
		return err
	}
	created, err := node.New(config)
	if err != nil {
		return err
	}
	c.streams, err = listen(command.Socket, created, c.out)
	if err != nil {
		return err
	}
	c.node = created
	c.out.emit(event{"event": "listening", "address": c.streams.address, "token": c.streams.token})
	return created.Start()
}

func (c *core) configOf(command wire.Command) (node.Config, error) {
	values, err := command.StateValues()
	config := node.Config{
		ControlURL:   command.ControlURL,
		AuthKey:      command.AuthKey,
		Hostname:     command.Hostname,
		Ephemeral:    command.Ephemeral,
		AcceptRoutes: command.AcceptRoutes,
		Tags:         command.Tags,
		ExtraRoots:   command.CaPem,
		Storage:      hostStorage{values: values, out: c.out},
		Events:       c.events(),
	}
	if command.Verbose {
		config.Logf = log.New(os.Stderr, "", log.Lmicroseconds).Printf
	}
	return config, err
}

func (c *core) events() node.Events {
	return node.Events{
		State:  func(state string) { c.out.emit(event{"event": "state", "state": state}) },
		NetMap: func(m node.NetMap) { c.out.emit(event{"event": "netmap", "self": m.Self, "peers": m.Peers}) },
		Browse: func(url string) { c.out.emit(event{"event": "browse", "url": url}) },
		Error:  func(code, message string) { c.out.emit(event{"event": "error", "code": code, "message": message}) },
		Health: func(warnings []node.Warning) { c.out.emit(event{"event": "health", "warnings": warnings}) },
	}
}

func (c *core) ask(command wire.Command) {
	ctx, cancel := context.WithTimeout(context.Background(), max(signTimeout, command.Timeout()))
	defer cancel()
	switch command.Cmd {
	case "path":
		path, err := c.node.PathTo(command.Host)
		c.reply(command.ID, "path", path, err)
	case "ping":
		ping, err := c.node.PingPeer(ctx, command.Host, command.Timeout())
		c.reply(command.ID, "ping", ping, err)
	case "login":
		c.told(c.node.Login(ctx))
	case "logout":
		c.told(c.node.Logout(ctx))
	}
}

func (c *core) reply(id int64, name string, value any, err error) {
	if err != nil {
		c.out.emit(event{"event": "reply", "id": id, "ok": false, "code": node.CodeOf(err), "message": err.Error()})
		return
	}
	c.out.emit(event{"event": "reply", "id": id, "ok": true, name: value})
}

func (c *core) told(err error) {
	if err != nil {
		c.out.emit(event{"event": "error", "code": node.CodeBackend, "message": err.Error()})
	}
}

func (c *core) stop() {
	if c.node != nil {
		c.streams.close()
		c.node.Close()
	}
	c.out.emit(event{"event": "stopped"})
}

// hostStorage: the host gave all values at the start and is told every later one.
type hostStorage struct {
	values map[string][]byte
	out    *output
}

func (s hostStorage) Get(id string) []byte { return s.values[id] }

func (s hostStorage) Set(id string, value []byte) error {
	s.out.emit(event{"event": "setState", "id": id, "value": hex.EncodeToString(value)})
	return nil
}
