package node

import (
	"regexp"
	"slices"
	"strings"

	"tailscale.com/health"
	"tailscale.com/ipn"
)

// Codes of reported errors.
const (
	CodeAuthKey = "EAUTHKEY"
	CodeBackend = "EBACKEND"
)

// Warning is one thing that upstream's health tracker finds wrong.
type Warning struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Events are called one after another, from a goroutine of the node; any may be nil.
type Events struct {
	State  func(state string)
	NetMap func(NetMap)
	Browse func(url string)
	Error  func(code, message string)
	Health func([]Warning)
}

func (n *Node) notify(notice ipn.Notify) {
	events := n.config.Events
	if n.isClosed() {
		return
	}
	if notice.ErrMessage != nil {
		n.failed(*notice.ErrMessage)
	}
	if notice.State != nil && events.State != nil {
		events.State(notice.State.String())
	}
	if notice.BrowseToURL != nil && events.Browse != nil {
		events.Browse(*notice.BrowseToURL)
	}
	if notice.Health != nil && events.Health != nil {
		events.Health(warningsOf(notice.Health))
	}
	changed := notice.SelfChange != nil || len(notice.PeersChanged) > 0 || len(notice.PeersRemoved) > 0
	if (changed || len(notice.PeerChangedPatch) > 0) && events.NetMap != nil {
		if current, ok := n.netMap(); ok {
			events.NetMap(current)
		}
	}
}

// failed stops the node where the auth key was refused: upstream would ask control for ever, about once a second.
func (n *Node) failed(message string) {
	if n.config.AuthKey == "" || !isKeyRefused(message) {
		n.report(CodeBackend, message)
		return
	}
	n.report(CodeAuthKey, message)
	// Shutdown waits for the goroutine that we are called from.
	go n.Close()
}

func (n *Node) report(code, message string) {
	if n.config.Events.Error != nil {
		n.config.Events.Error(code, message)
	}
}

// Control servers word it differently: "invalid authkey", "invalid key: API key … not valid", "authkey already used",
// "AuthKey expired", "pre auth key not found".
var keyRefused = regexp.MustCompile(`(?i)(auth|api|invalid)[ -]?key`)

func isKeyRefused(message string) bool { return keyRefused.MatchString(message) }

func warningsOf(state *health.State) []Warning {
	warnings := make([]Warning, 0, len(state.Warnings))
	for code, warning := range state.Warnings {
		warnings = append(warnings, Warning{Code: string(code), Title: warning.Title, Text: warning.Text})
	}
	slices.SortFunc(warnings, func(a, b Warning) int { return strings.Compare(a.Code, b.Code) })
	return warnings
}

func (n *Node) netMap() (NetMap, bool) {
	current := n.backend.NetMapWithPeers()
	if current == nil {
		return NetMap{}, false
	}
	return netMapOf(current), true
}
