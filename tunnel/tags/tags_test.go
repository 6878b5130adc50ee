// Package tags holds the build tags of each program, one list a file: they leave out every feature of upstream that the
// program does not need. The test keeps the lists true when upstream's pin moves: go test ./tags -args -update
package tags

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"tailscale.com/feature/featuretags"
)

var update = flag.Bool("update", false, "write the lists")

var (
	forWasm    = []featuretags.FeatureTag{"dns", "health", "ipnbus", "netstack", "useroutes", "tailnetlock"}
	forNative  = append(slices.Clone(forWasm), "gro", "portmapper", "useproxy", "bakedroots", "hujsonconf")
	forTestnet = append(slices.Clone(forNative), "serve", "acme", "peerapiclient")
)

func TestTheListsHoldEveryFeatureThatIsNotKept(t *testing.T) {
	always := []string{"osusergo", "netgo"}
	smaller := append(slices.Clone(always), "omitidna", "omitpemdecrypt")
	for file, wanted := range map[string]string{
		"wasm.txt":    list(smaller, forWasm),
		"native.txt":  list(always, forNative),
		"testnet.txt": list(always, forTestnet),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(wanted), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != wanted {
			t.Errorf("%s is not what upstream's features give: go test ./tags -args -update", file)
		}
	}
}

func list(tags []string, keep []featuretags.FeatureTag) string {
	kept := map[featuretags.FeatureTag]bool{}
	for _, feature := range keep {
		for needed := range featuretags.Requires(feature) {
			kept[needed] = true
		}
	}
	for feature := range featuretags.Features {
		if feature != "" && feature.IsOmittable() && !kept[feature] {
			tags = append(tags, feature.OmitTag())
		}
	}
	slices.Sort(tags)
	return strings.Join(tags, "\n") + "\n"
}
