package node

import "testing"

func TestOnlyAddressesAndNamesOfTheNetmapResolve(t *testing.T) {
	current := NetMap{
		Self: Self{Name: "console.tn.test", Addresses: []string{"100.64.0.1"}},
		Peers: []Peer{
			{Name: "bl-wh-3.tn.test", Addresses: []string{"100.64.0.3", "fd7a::3"}},
			{Name: "twin.tn.test", Addresses: []string{"100.64.0.4"}},
			{Name: "twin.shared.test", Addresses: []string{"100.64.0.5"}},
			{Name: "bare.tn.test"},
		},
	}
	for host, wanted := range map[string]string{
		"100.64.0.3":              "100.64.0.3",
		"fd7a::3":                 "fd7a::3",
		"::ffff:100.64.0.3":       "100.64.0.3",
		"bl-wh-3.tn.test":         "100.64.0.3",
		"BL-WH-3.TN.TEST.":        "100.64.0.3",
		"bl-wh-3":                 "100.64.0.3",
		"twin.shared.test":        "100.64.0.5",
		"twin":                    "", // Two have it: neither is meant for sure.
		"console.tn.test":         "",
		"localhost":               "",
		"bl-wh-3.example":         "",
		"example.test":            "",
		"bare":                    "",
		"":                        "",
		".":                       "",
		"100.64.0.3%eth0":         "",
		"fe80::1%eth0":            "",
		"100.64.0.3:80":           "",
		"bl-wh-3.tn.test\x00":     "",
		"bl-wh-3.tn.test.tn.test": "",
	} {
		address, ok := current.Resolve(host)
		if ok != (wanted != "") || (ok && address.String() != wanted) {
			t.Errorf("%q: %v %v, wanted %q", host, address, ok, wanted)
		}
	}
}

func TestARefusedKeyIsToldFromOtherErrors(t *testing.T) {
	for _, message := range []string{
		"invalid authkey", "invalid key: API key kABC not valid", "invalid key: unable to validate API key",
		"AuthKey expired", "authkey already used", "pre auth key not found", "auth-key has expired",
	} {
		if !isKeyRefused(message) {
			t.Errorf("%q is a refused key", message)
		}
	}
	for _, message := range []string{"node key expired by control", "machine not authorized", "tailnet is full", "fetch control key: 503", ""} {
		if isKeyRefused(message) {
			t.Errorf("%q is no refused key", message)
		}
	}
}
