// Package wire is the native client's protocol: PROTOCOL.md §2. What comes in is checked here; nothing of it is ever
// quoted back, since it may hold a secret.
package wire

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Limits of what is read.
const (
	MaxLine      = 1 << 20
	MaxHello     = 4096
	maxHost      = 253
	maxSocket    = 100
	maxTimeoutMs = 120_000
)

// Protocol is the version that `hello` names.
const Protocol = 1

// Command is one line of the host.
type Command struct {
	Cmd          string            `json:"cmd"`
	ControlURL   string            `json:"controlURL"`
	AuthKey      string            `json:"authKey"`
	Hostname     string            `json:"hostname"`
	Ephemeral    bool              `json:"ephemeral"`
	AcceptRoutes bool              `json:"acceptRoutes"`
	Tags         []string          `json:"tags"`
	CaPem        string            `json:"caPem"`
	State        map[string]string `json:"state"`
	Socket       string            `json:"socket"`
	Verbose      bool              `json:"verbose"`
	ForceRelay   bool              `json:"forceRelay"`
	ID           int64             `json:"id"`
	Host         string            `json:"host"`
	TimeoutMs    int64             `json:"timeoutMs"`
}

// ParseCommand reads one line. Its errors name the fault, not the content.
func ParseCommand(line []byte) (Command, error) {
	var command Command
	if err := strict(line, &command); err != nil {
		return Command{}, err
	}
	switch command.Cmd {
	case "start":
		return command, command.checkStart()
	case "path", "ping":
		return command, checkTarget(command.Host, command.TimeoutMs)
	case "login", "logout", "abort", "stop":
		return command, nil
	}
	return Command{}, errors.New("unknown command")
}

func (c Command) checkStart() error {
	switch {
	case !strings.HasPrefix(c.ControlURL, "https://") && !strings.HasPrefix(c.ControlURL, "http://"):
		return errors.New("controlURL is no http(s) address")
	case c.Hostname == "" || len(c.Hostname) > maxHost:
		return errors.New("hostname is missing or too long")
	case len(c.Socket) > maxSocket:
		return errors.New("socket path is too long")
	}
	_, err := c.StateValues()
	return err
}

// StateValues decodes the stored state.
func (c Command) StateValues() (map[string][]byte, error) {
	values := make(map[string][]byte, len(c.State))
	for id, text := range c.State {
		value, err := hex.DecodeString(text)
		if err != nil {
			return nil, errors.New("a state value is not hex")
		}
		values[id] = value
	}
	return values, nil
}

// Timeout is 0 where none was given.
func (c Command) Timeout() time.Duration { return time.Duration(c.TimeoutMs) * time.Millisecond }

// Hello is the first line of a local stream.
type Hello struct {
	Token     string `json:"token"`
	Host      string `json:"host"`
	Port      uint16 `json:"port"`
	TimeoutMs int64  `json:"timeoutMs"`
}

// ParseHello reads the first line of a local stream.
func ParseHello(line []byte) (Hello, error) {
	var hello Hello
	if err := strict(line, &hello); err != nil {
		return Hello{}, err
	}
	if hello.Port == 0 {
		return Hello{}, errors.New("port is missing")
	}
	return hello, checkTarget(hello.Host, hello.TimeoutMs)
}

// Timeout is 0 where none was given.
func (h Hello) Timeout() time.Duration { return time.Duration(h.TimeoutMs) * time.Millisecond }

func checkTarget(host string, timeoutMs int64) error {
	if host == "" || len(host) > maxHost || strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("host is missing or no host")
	}
	if timeoutMs < 0 || timeoutMs > maxTimeoutMs {
		return fmt.Errorf("timeoutMs is not within 0 to %d", maxTimeoutMs)
	}
	return nil
}

// strict takes exactly one JSON object.
func strict(line []byte, target any) error {
	if len(line) == 0 || line[0] != '{' {
		return errors.New("not a JSON object")
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return errors.New("not the expected JSON object")
	}
	if decoder.More() {
		return errors.New("more than one JSON object")
	}
	return nil
}
