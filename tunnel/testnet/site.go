package testnet

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"tailscale.com/ipn/store/mem"
	"tailscale.com/tsnet"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

const (
	upTimeout     = 30 * time.Second
	targetTimeout = 5 * time.Second
)

// Site is what is told of a site.
type Site struct {
	Name      string   `json:"name"`
	Host      string   `json:"host"`
	Addresses []string `json:"addresses"`
	Ports     []uint16 `json:"ports"`
	Up        bool     `json:"up"`
}

// site is a stock node, as a router at a site runs it.
type site struct {
	config  SiteConfig
	network *Network
	// Kept over stop and start: the node comes back with its key and address.
	store *keptStore

	mu        sync.Mutex
	server    *tsnet.Server
	key       key.NodePublic
	addresses []string
}

// keptStore: upstream refuses a plain memory store for a node that is to stay.
type keptStore struct{ mem.Store }

func (s *site) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		return nil
	}
	server := &tsnet.Server{
		Dir:        filepath.Join(s.network.folder, s.config.Name),
		Store:      s.store,
		Hostname:   s.config.Name,
		ControlURL: s.network.control.url(),
		AuthKey:    s.network.AuthKey,
		UserLogf:   s.network.logf,
		Logf:       logger.Discard,
	}
	ctx, cancel := context.WithTimeout(context.Background(), upTimeout)
	defer cancel()
	status, err := server.Up(ctx)
	if err == nil {
		err = s.serve(server)
	}
	if err != nil {
		server.Close()
		return fmt.Errorf("site %s: %w", s.config.Name, err)
	}
	s.server, s.key, s.addresses = server, status.Self.PublicKey, nil
	for _, address := range status.TailscaleIPs {
		s.addresses = append(s.addresses, address.String())
	}
	s.network.control.setOnline(s.key, true)
	return nil
}

func (s *site) serve(server *tsnet.Server) error {
	for _, port := range s.ports() {
		listener, err := server.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		if len(s.config.Forwards) == 0 {
			go http.Serve(listener, builtIn(s.config.Name))
		}
		for _, forward := range s.config.Forwards {
			if forward.Port == port {
				go forwardAll(listener, forward.Target)
			}
		}
	}
	return nil
}

// stop takes the node away as a power cut does: no FIN reaches anyone; control notices.
func (s *site) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server == nil {
		return
	}
	s.server.Close()
	s.server = nil
	s.network.control.setOnline(s.key, false)
}

func (s *site) ports() []uint16 {
	if len(s.config.Forwards) == 0 {
		return []uint16{80}
	}
	var ports []uint16
	for _, forward := range s.config.Forwards {
		ports = append(ports, forward.Port)
	}
	return ports
}

func (s *site) entry() Site {
	s.mu.Lock()
	defer s.mu.Unlock()
	addresses := append([]string{}, s.addresses...)
	host := s.config.Name + "." + s.network.Domain
	return Site{Name: s.config.Name, Host: host, Addresses: addresses, Ports: s.ports(), Up: s.server != nil}
}

func forwardAll(listener net.Listener, target string) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go forwardOne(conn, target)
	}
}

func forwardOne(conn net.Conn, target string) {
	defer conn.Close()
	to, err := net.DialTimeout("tcp", target, targetTimeout)
	if err != nil {
		return
	}
	defer to.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		pour(to, conn)
	}()
	pour(conn, to)
	<-done
}

// pour keeps the half-close; a break in one direction ends both.
func pour(to, from net.Conn) {
	_, err := io.Copy(to, from)
	half, ok := to.(interface{ CloseWrite() error })
	if err == nil && ok {
		half.CloseWrite()
		return
	}
	to.Close()
	from.Close()
}
