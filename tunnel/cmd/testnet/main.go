// testnet: a whole tailnet on 127.0.0.1 for tests and the demo. PROTOCOL.md §3. It ends when stdin closes.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"blocao.example/fleet-console/tunnel/testnet"
	"tailscale.com/types/logger"
)

const maxLine = 1 << 20

func main() {
	folder := flag.String("dir", "", "folder for scratch files; one that is removed at the end by default")
	verbose := flag.Bool("v", false, "log to stderr")
	flag.Parse()
	if err := run(*folder, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string, verbose bool) error {
	logf := logger.Discard
	if verbose {
		logf = log.Printf
	} else {
		log.SetOutput(io.Discard)
	}
	input := bufio.NewReaderSize(os.Stdin, maxLine)
	line, err := input.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("no configuration on stdin: %w", err)
	}
	config, err := testnet.ParseConfig(line)
	if err != nil {
		return err
	}
	if folder == "" {
		if folder, err = os.MkdirTemp("", "testnet-"); err != nil {
			return err
		}
		defer os.RemoveAll(folder)
	}
	network, err := testnet.Start(config, folder, logf)
	if err != nil {
		return err
	}
	defer network.Close()
	if err := json.NewEncoder(os.Stdout).Encode(network.Info()); err != nil {
		return err
	}
	io.Copy(io.Discard, input)
	return nil
}
