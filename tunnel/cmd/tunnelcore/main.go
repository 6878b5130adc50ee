// tunnelcore is the native tunnel client: JSON lines on stdin and stdout, one local stream per connection. PROTOCOL.md §2.
// It ends when its host does.
package main

import (
	"bufio"
	"io"
	"os"
	"runtime"
	"strings"

	"blocao.example/fleet-console/tunnel/wire"
	"tailscale.com/version"
)

func main() {
	out := newOutput(os.Stdout)
	upstream, _, _ := strings.Cut(version.Short(), "-")
	out.emit(event{"event": "hello", "protocol": wire.Protocol, "upstream": upstream, "go": runtime.Version()})
	core := &core{out: out}
	os.Exit(obey(os.Stdin, core))
}

// obey reads lines until stdin closes or the host says stop; answers the exit code. A line that is too long ends the
// program: what follows it cannot be trusted to begin a line.
func obey(input io.Reader, core *core) int {
	lines := bufio.NewScanner(input)
	lines.Buffer(nil, wire.MaxLine)
	for lines.Scan() {
		command, err := wire.ParseCommand(lines.Bytes())
		if err != nil {
			core.out.emit(event{"event": "refused", "message": err.Error()})
			continue
		}
		if done, code := core.run(command); done {
			return code
		}
	}
	core.stop()
	return 0
}
