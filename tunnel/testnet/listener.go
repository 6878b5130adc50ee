package testnet

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// server is an HTTP server on a port of 127.0.0.1 that can go away, with every connection, and come back on the same port.
type server struct {
	handler http.Handler
	tls     *tls.Config

	mu      sync.Mutex
	address string
	running *http.Server
	tracker *connTracker
}

func newServer(handler http.Handler, config *tls.Config) *server {
	return &server{handler: handler, tls: config, address: "127.0.0.1:0"}
}

func (s *server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return nil
	}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return err
	}
	s.address = listener.Addr().String()
	s.tracker = &connTracker{Listener: listener, conns: map[*trackedConn]struct{}{}}
	s.running = &http.Server{
		Handler: s.handler,
		// No HTTP/2: a WebSocket needs to take over its connection.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
		ErrorLog:     log.New(io.Discard, "", 0),
	}
	serving := net.Listener(s.tracker)
	if s.tls != nil {
		serving = tls.NewListener(serving, s.tls)
	}
	go s.running.Serve(serving)
	return nil
}

func (s *server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return
	}
	s.running.Close()
	s.tracker.closeAll()
	s.running = nil
}

func (s *server) isRunning() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running != nil
}

// connTracker knows the connections that an http.Server has given away (WebSockets), which its Close leaves open.
type connTracker struct {
	net.Listener
	mu    sync.Mutex
	conns map[*trackedConn]struct{}
}

type trackedConn struct {
	net.Conn
	tracker *connTracker
}

func (t *connTracker) Accept() (net.Conn, error) {
	conn, err := t.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tracked := &trackedConn{Conn: conn, tracker: t}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conns[tracked] = struct{}{}
	return tracked, nil
}

func (c *trackedConn) Close() error {
	c.tracker.mu.Lock()
	delete(c.tracker.conns, c)
	c.tracker.mu.Unlock()
	return c.Conn.Close()
}

func (t *connTracker) closeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for conn := range t.conns {
		conn.Conn.Close()
	}
}
