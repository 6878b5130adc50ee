package testnet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

const (
	mib          = 1 << 20
	defaultMiB   = 100
	maxMiB       = 4096
	paceStep     = 50 * time.Millisecond
	tickStep     = 100 * time.Millisecond
	maxWebSocket = 16 * mib
)

// builtIn is the site that serves itself: what tests of the tunnel ask for.
func builtIn(name string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!doctype html><title>%s</title><h1>TEST SITE %s</h1>", name, name)
	})
	mux.HandleFunc("POST /echo", echo)
	mux.HandleFunc("GET /blob", blob)
	mux.HandleFunc("GET /ticks", ticks)
	mux.HandleFunc("GET /hang", hang)
	mux.HandleFunc("GET /ws", echoSocket)
	return mux
}

func echo(w http.ResponseWriter, request *http.Request) {
	hash := sha256.New()
	n, err := io.Copy(hash, request.Body)
	if err != nil {
		return
	}
	json.NewEncoder(w).Encode(map[string]any{"n": n, "sha256": hex.EncodeToString(hash.Sum(nil))})
}

var blobMiB = func() []byte {
	bytes := make([]byte, mib)
	for i := range bytes {
		bytes[i] = byte(i*7 + i>>8)
	}
	return bytes
}()

// blob sends ?mb MiB, as fast as it goes or at ?kbs KiB/s.
func blob(w http.ResponseWriter, request *http.Request) {
	total := min(number(request, "mb", defaultMiB), maxMiB) * mib
	w.Header().Set("Content-Length", strconv.Itoa(total))
	w.Header().Set("Content-Type", "application/octet-stream")
	kibs := number(request, "kbs", 0)
	step := mib
	if kibs > 0 {
		step = max(1, kibs*1024/int(time.Second/paceStep))
	}
	begin := time.Now()
	for sent, count := 0, 1; sent < total; count++ {
		offset := sent % mib
		n := min(step, total-sent, mib-offset)
		if _, err := w.Write(blobMiB[offset : offset+n]); err != nil {
			return
		}
		sent += n
		if kibs > 0 {
			w.(http.Flusher).Flush()
			time.Sleep(time.Until(begin.Add(time.Duration(count) * paceStep)))
		}
	}
}

func number(request *http.Request, name string, otherwise int) int {
	if value, err := strconv.Atoi(request.URL.Query().Get(name)); err == nil && value >= 0 {
		return value
	}
	return otherwise
}

func ticks(w http.ResponseWriter, request *http.Request) {
	for i := 0; request.Context().Err() == nil; i++ {
		if _, err := fmt.Fprintf(w, "%d\n", i); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		time.Sleep(tickStep)
	}
}

func hang(w http.ResponseWriter, request *http.Request) {
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush()
	<-request.Context().Done()
}

func echoSocket(w http.ResponseWriter, request *http.Request) {
	socket, err := websocket.Accept(w, request, &websocket.AcceptOptions{OriginPatterns: []string{"*"}})
	if err != nil {
		return
	}
	defer socket.CloseNow()
	socket.SetReadLimit(maxWebSocket)
	for {
		kind, message, err := socket.Read(request.Context())
		if err != nil || socket.Write(request.Context(), kind, message) != nil {
			return
		}
	}
}
