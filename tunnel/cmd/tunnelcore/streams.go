package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"blocao.example/fleet-console/tunnel/node"
	"blocao.example/fleet-console/tunnel/wire"
)

const (
	maxStreams   = 1024
	helloTimeout = 5 * time.Second
	copyBytes    = 128 << 10
)

// dialer is the part of the node that streams use.
type dialer interface {
	Dial(ctx context.Context, host string, port uint16, timeout time.Duration) (net.Conn, error)
}

// streams are the host's ways into the tailnet: one local connection per connection.
type streams struct {
	listener net.Listener
	address  string
	token    string
	dialer   dialer
	out      *output
	open     atomic.Int64
	last     atomic.Int64

	mu    sync.Mutex
	conns map[net.Conn]struct{}
	// joined: the remote side of each stream that is open, by its number.
	joined map[int64]net.Conn
}

// listen makes the socket: a unix socket at path, or with "" a port of 127.0.0.1.
func listen(path string, dialer dialer, out *output) (*streams, error) {
	network, address := "unix", path
	if path == "" {
		network, address = "tcp", "127.0.0.1:0"
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	token := make([]byte, 32)
	rand.Read(token)
	s := &streams{
		listener: listener,
		address:  network + ":" + listener.Addr().String(),
		token:    hex.EncodeToString(token),
		dialer:   dialer,
		out:      out,
		conns:    map[net.Conn]struct{}{},
		joined:   map[int64]net.Conn{},
	}
	go s.accept()
	return s, nil
}

func (s *streams) accept() {
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(50 * time.Millisecond) // Out of file descriptors: some will be freed.
			continue
		}
		go s.serve(conn)
	}
}

func (s *streams) close() {
	s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
}

func (s *streams) serve(local net.Conn) {
	s.track(local, true)
	defer s.track(local, false)
	defer local.Close()
	defer s.open.Add(-1)
	crowded := s.open.Add(1) > maxStreams
	reader := bufio.NewReaderSize(local, wire.MaxHello)
	hello, ok := s.hello(local, reader)
	if !ok {
		return
	}
	if crowded {
		refuse(local, &node.CodedError{Code: node.CodeDial, Text: "too many streams"})
		return
	}
	remote, err := s.dialer.Dial(context.Background(), hello.Host, hello.Port, hello.Timeout())
	if err != nil {
		refuse(local, err)
		return
	}
	defer node.Break(remote)
	id := s.join(remote)
	defer s.part(id)
	answer(local, event{"ok": true, "stream": id, "remote": remote.RemoteAddr().String()})
	if err := join(local, reader, remote); err != nil {
		s.out.emit(event{"event": "reset", "stream": id})
	}
}

// hello reads and checks the first line. A stranger, who has no token, gets no answer.
func (s *streams) hello(local net.Conn, reader *bufio.Reader) (wire.Hello, bool) {
	local.SetReadDeadline(time.Now().Add(helloTimeout))
	defer local.SetReadDeadline(time.Time{})
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return wire.Hello{}, false
	}
	hello, err := wire.ParseHello(line)
	if err != nil || subtle.ConstantTimeCompare([]byte(hello.Token), []byte(s.token)) != 1 {
		return wire.Hello{}, false
	}
	return hello, true
}

func (s *streams) track(conn net.Conn, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if held {
		s.conns[conn] = struct{}{}
	} else {
		delete(s.conns, conn)
	}
}

func (s *streams) join(remote net.Conn) int64 {
	id := s.last.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joined[id] = remote
	return id
}

func (s *streams) part(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.joined, id)
}

// abort breaks a stream: closing the local side alone reads as a half-close, and a silent site would hold it for ever.
func (s *streams) abort(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if remote, ok := s.joined[id]; ok {
		node.Break(remote)
	}
}

func refuse(local net.Conn, err error) {
	answer(local, event{"ok": false, "code": node.CodeOf(err), "message": err.Error()})
}

func answer(local net.Conn, line event) {
	text, err := json.Marshal(line)
	if err == nil {
		local.Write(append(text, '\n'))
	}
}

// join carries bytes both ways until both directions have ended; each keeps its half-close. Its error is that of the
// remote side breaking. When either side breaks, both are closed.
func join(local net.Conn, fromLocal io.Reader, remote net.Conn) error {
	upward := make(chan struct{})
	go func() {
		defer close(upward)
		if _, err := copyAll(remote, fromLocal); err != nil {
			node.Break(remote)
			return
		}
		closeWrite(remote)
	}()
	read, err := copyAll(local, remote)
	if err != nil {
		// The local side is closed by the caller, after the break was told.
		node.Break(remote)
		local.SetReadDeadline(time.Now())
		<-upward
		return read
	}
	closeWrite(local)
	<-upward
	return nil
}

// copyAll answers the source's error apart: only that one says that the connection broke.
func copyAll(to io.Writer, from io.Reader) (read error, err error) {
	buffer := make([]byte, copyBytes)
	for {
		n, read := from.Read(buffer)
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return nil, err
			}
		}
		if read == io.EOF {
			return nil, nil
		}
		if read != nil {
			return read, read
		}
	}
}

func closeWrite(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}
