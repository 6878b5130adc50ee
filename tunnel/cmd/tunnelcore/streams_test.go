package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"blocao.example/fleet-console/tunnel/node"
)

// tcp dials what is there for real, in place of the tailnet.
type tcp struct{ address string }

func (d tcp) Dial(ctx context.Context, host string, _ uint16, _ time.Duration) (net.Conn, error) {
	if host != "site" {
		return nil, &node.CodedError{Code: node.CodeNoPeer, Text: "no peer"}
	}
	return new(net.Dialer).DialContext(ctx, "tcp", d.address)
}

type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(piece []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(piece)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func startStreams(t *testing.T, serve func(net.Conn)) (*streams, *lines) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	told := new(lines)
	s, err := listen(filepath.Join(t.TempDir(), "s"), tcp{listener.Addr().String()}, newOutput(told))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s, told
}

func open(t *testing.T, s *streams, line string) (*net.UnixConn, *bufio.Reader, string) {
	t.Helper()
	conn, err := net.Dial("unix", strings.TrimPrefix(s.address, "unix:"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(conn, line)
	reader := bufio.NewReader(conn)
	answer, _ := reader.ReadString('\n')
	return conn.(*net.UnixConn), reader, answer
}

func hello(s *streams, host string) string {
	return fmt.Sprintf(`{"token":%q,"host":%q,"port":80}`+"\n", s.token, host)
}

func echoAll(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}

func TestAStreamKeepsBytesBehindItsFirstLineAndTheHalfClose(t *testing.T) {
	s, told := startStreams(t, echoAll)
	conn, reader, answer := open(t, s, hello(s, "site")+"first ")
	if !strings.Contains(answer, `"ok":true`) {
		t.Fatal(answer)
	}
	io.WriteString(conn, "second")
	conn.CloseWrite()
	got, err := io.ReadAll(reader)
	if err != nil || string(got) != "first second" {
		t.Fatalf("%q %v", got, err)
	}
	if told.String() != "" {
		t.Fatalf("a clean end was told as %s", told)
	}
}

func TestAStrangerGetsNoAnswer(t *testing.T) {
	s, _ := startStreams(t, echoAll)
	for _, line := range []string{
		"GET / HTTP/1.1\r\n", `{"token":"","host":"site","port":80}` + "\n", `{"token":"x","host":"site","port":80}` + "\n",
		strings.Replace(hello(s, "site"), s.token, s.token[1:], 1), strings.Repeat("x", 10_000),
	} {
		if _, _, answer := open(t, s, line); answer != "" {
			t.Errorf("%q was answered %q", line[:20], answer)
		}
	}
}

func TestAFailedDialCarriesItsCode(t *testing.T) {
	s, _ := startStreams(t, echoAll)
	_, reader, answer := open(t, s, hello(s, "elsewhere"))
	var told struct{ Code string }
	if err := json.Unmarshal([]byte(answer), &told); err != nil || told.Code != node.CodeNoPeer {
		t.Fatal(answer)
	}
	if _, err := reader.ReadByte(); err != io.EOF {
		t.Fatal("the stream went on")
	}
}

func TestABrokenConnectionIsToldBeforeItsStreamEnds(t *testing.T) {
	s, told := startStreams(t, func(conn net.Conn) {
		io.ReadFull(conn, make([]byte, 1))
		conn.(*net.TCPConn).SetLinger(0) // RST
		conn.Close()
	})
	conn, reader, _ := open(t, s, hello(s, "site"))
	io.WriteString(conn, "x")
	io.ReadAll(reader)
	if !strings.Contains(told.String(), `"event":"reset"`) {
		t.Fatalf("told: %q", told)
	}
}

func TestAnAbortEndsAStreamWhoseSiteIsSilent(t *testing.T) {
	ended := make(chan struct{})
	s, _ := startStreams(t, func(conn net.Conn) {
		io.Copy(io.Discard, conn)
		close(ended)
	})
	_, reader, answer := open(t, s, hello(s, "site"))
	var opened struct{ Stream int64 }
	if err := json.Unmarshal([]byte(answer), &opened); err != nil {
		t.Fatal(err)
	}
	s.abort(opened.Stream)
	io.ReadAll(reader)
	<-ended
}
