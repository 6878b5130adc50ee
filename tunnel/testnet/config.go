// Package testnet is a whole tailnet on 127.0.0.1 for tests and the demo: control server, relay, STUN and a node per site,
// all in one process. It is no product code: its keys and addresses live as long as the process. PROTOCOL.md §3.
package testnet

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"regexp"
)

// Config is the first line on stdin.
type Config struct {
	Domain string       `json:"domain"`
	Sites  []SiteConfig `json:"sites"`
}

// SiteConfig is one site. Without forwards it serves itself on port 80.
type SiteConfig struct {
	Name     string    `json:"name"`
	Forwards []Forward `json:"forwards"`
	Lazy     bool      `json:"lazy"`
}

// Forward leads a port of the site's node to a server on this machine.
type Forward struct {
	Port   uint16 `json:"port"`
	Target string `json:"target"`
}

const (
	defaultDomain = "tn.test"
	maxSites      = 5000
)

var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// ParseConfig reads and checks it; targets other than 127.0.0.1 are refused, so that nothing of this leaves the machine.
func ParseConfig(line []byte) (Config, error) {
	config := Config{Domain: defaultDomain}
	if err := json.Unmarshal(line, &config); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	if len(config.Sites) > maxSites {
		return Config{}, fmt.Errorf("at most %d sites", maxSites)
	}
	seen := map[string]bool{}
	for _, site := range config.Sites {
		if !hostName.MatchString(site.Name) || seen[site.Name] {
			return Config{}, fmt.Errorf("site %q: no host name or twice", site.Name)
		}
		seen[site.Name] = true
		for _, forward := range site.Forwards {
			if err := forward.check(); err != nil {
				return Config{}, fmt.Errorf("site %q: %w", site.Name, err)
			}
		}
	}
	return config, nil
}

func (f Forward) check() error {
	host, _, err := net.SplitHostPort(f.Target)
	if err != nil || host != "127.0.0.1" || f.Port == 0 {
		return errors.New("a forward leads from a port to 127.0.0.1:PORT")
	}
	return nil
}
