package testnet

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"runtime"
)

// admin lets a test or the demo take parts of the network away and bring them back.
func (n *Network) admin() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) { answer(w, n.status()) })
	n.on(mux, "/derp/stop", func() error { n.relay.server.stop(); return nil })
	n.on(mux, "/derp/start", n.relay.start)
	n.on(mux, "/control/stop", func() error { n.control.server.stop(); return nil })
	n.on(mux, "/control/start", n.control.server.start)
	n.on(mux, "/keys/expire", func() error { n.control.inner.SetExpireAllNodes(true); return nil })
	n.on(mux, "/keys/restore", func() error { n.control.inner.SetExpireAllNodes(false); return nil })
	n.on(mux, "/sign-in/page", n.control.signInByPage)
	mux.HandleFunc("POST /sites/{name}/stop", func(w http.ResponseWriter, request *http.Request) {
		n.onSite(w, request, func(s *site) error { s.stop(); return nil })
	})
	mux.HandleFunc("POST /sites/{name}/start", func(w http.ResponseWriter, request *http.Request) {
		n.onSite(w, request, (*site).start)
	})
	return n.guarded(mux)
}

func (n *Network) guarded(inner http.Handler) http.Handler {
	wanted := []byte("Bearer " + n.AdminToken)
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if subtle.ConstantTimeCompare([]byte(request.Header.Get("Authorization")), wanted) != 1 {
			http.Error(w, `{"error":"token"}`, http.StatusUnauthorized)
			return
		}
		inner.ServeHTTP(w, request)
	})
}

func (n *Network) on(mux *http.ServeMux, path string, work func() error) {
	mux.HandleFunc("POST "+path, func(w http.ResponseWriter, _ *http.Request) {
		n.acting.Lock()
		defer n.acting.Unlock()
		if err := work(); err != nil {
			refuse(w, err)
			return
		}
		answer(w, map[string]any{"ok": true})
	})
}

func (n *Network) onSite(w http.ResponseWriter, request *http.Request, work func(*site) error) {
	found := n.site(request.PathValue("name"))
	if found == nil {
		http.NotFound(w, request)
		return
	}
	if err := work(found); err != nil {
		refuse(w, err)
		return
	}
	answer(w, found.entry())
}

func (n *Network) status() map[string]any {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return map[string]any{
		"derp":    n.relay.server.isRunning(),
		"control": n.control.server.isRunning(),
		"sites":   n.Sites(),
		"heapMb":  memory.HeapInuse >> 20,
	}
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusConflict)
	json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}
