//go:build js && wasm

package main

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall/js"
	"time"

	"blocao.example/fleet-console/tunnel/node"
	"blocao.example/fleet-console/tunnel/ring"
)

const ringBytes = 512 << 10

// releaseAfter: calls that JavaScript made before close() still come in.
const releaseAfter = time.Second

var errClosed = &node.CodedError{Code: node.CodeReset, Text: "closed"}

// connection is a TCP connection as JavaScript sees it: pull reads, awaited writes.
type connection struct {
	conn    net.Conn
	reader  *ring.Reader
	methods []js.Func
	once    sync.Once
}

func wrap(conn net.Conn) js.Value {
	c := &connection{conn: conn, reader: ring.NewReader(conn, ringBytes)}
	object := jsObject.New()
	object.Set("remote", conn.RemoteAddr().String())
	for name, call := range map[string]func([]js.Value) any{
		"readInto":   c.readInto,
		"write":      c.write,
		"closeWrite": c.closeWrite,
		"close":      c.close,
	} {
		bound := method(call)
		c.methods = append(c.methods, bound)
		object.Set(name, bound)
	}
	return object
}

func (c *connection) readInto(args []js.Value) any {
	target := args[0]
	return promise(func() (any, error) {
		n, err := c.reader.Take(target.Length(), func(piece []byte) { js.CopyBytesToJS(target, piece) })
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		return n, broken(err)
	})
}

func (c *connection) write(args []js.Value) any {
	// Copied now: the caller may use its buffer again.
	bytes := bytesOf(args[0])
	return promise(func() (any, error) {
		n, err := c.conn.Write(bytes)
		return n, broken(err)
	})
}

func (c *connection) closeWrite([]js.Value) any {
	return promise(func() (any, error) {
		if half, ok := c.conn.(interface{ CloseWrite() error }); ok {
			return nil, broken(half.CloseWrite())
		}
		return nil, nil
	})
}

func (c *connection) close([]js.Value) any {
	c.once.Do(func() {
		go func() {
			node.Break(c.conn)
			c.reader.Close(errClosed)
			time.Sleep(releaseAfter)
			for _, bound := range c.methods {
				bound.Release()
			}
		}()
	})
	return nil
}

func broken(err error) error {
	var known *node.CodedError
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &node.CodedError{Code: node.CodeReset, Text: err.Error()}
}
