package node

import (
	"net/netip"
	"strings"
)

// Resolve finds the address that host stands for: an IP literal, the full name of a peer or, if only one peer has it, its
// first label; letter case and a final dot are ignored. Nobody else is asked: a name that is not in the netmap must never
// reach the resolver of the machine, which would tell strangers what operators open.
func (m NetMap) Resolve(host string) (netip.Addr, bool) {
	if address, err := netip.ParseAddr(host); err == nil {
		// A zone names an interface of this machine.
		return address.Unmap(), address.Zone() == ""
	}
	wanted := bare(host)
	found := ""
	for _, peer := range m.Peers {
		if len(peer.Addresses) == 0 {
			continue
		}
		if strings.EqualFold(peer.Name, wanted) {
			found = peer.Addresses[0]
			break
		}
		label, _, _ := strings.Cut(peer.Name, ".")
		if !strings.EqualFold(label, wanted) {
			continue
		}
		if found != "" {
			return netip.Addr{}, false
		}
		found = peer.Addresses[0]
	}
	address, err := netip.ParseAddr(found)
	return address, err == nil
}
