package wire

import (
	"strings"
	"testing"
)

const start = `{"cmd":"start","controlURL":"http://127.0.0.1:1","authKey":"k","hostname":"console","state":{"_machinekey":"00ff"}}`

func TestAStartIsReadWhole(t *testing.T) {
	command, err := ParseCommand([]byte(start))
	if err != nil {
		t.Fatal(err)
	}
	values, err := command.StateValues()
	if err != nil || string(values["_machinekey"]) != "\x00\xff" || command.AuthKey != "k" {
		t.Fatalf("%+v %v", command, err)
	}
}

func TestAHostileLineIsAnErrorThatQuotesNothing(t *testing.T) {
	for _, line := range []string{
		``, ` `, `null`, `[]`, `"start"`, `{`, `{}`, `{"cmd":"secret"}`, `{"cmd":7}`, `{"cmd":"stop"}{"cmd":"stop"}`,
		`{"cmd":"stop","secret":1}`, `{"cmd":"path","host":""}`, `{"cmd":"path","host":"a b"}`, `{"cmd":"path","host":"a\u0000secret"}`,
		`{"cmd":"ping","host":"a","timeoutMs":-1}`, `{"cmd":"ping","host":"a","timeoutMs":1e9}`, `{"cmd":"ping","host":"a","timeoutMs":0.5}`,
		`{"cmd":"path","host":"` + strings.Repeat("a", 254) + `"}`,
		`{"cmd":"start","controlURL":"file:///secret","hostname":"c"}`, `{"cmd":"start","controlURL":"http://a","hostname":""}`,
		strings.Replace(start, "00ff", "secret", 1), strings.Replace(start, `"00ff"`, `null, "a": 1`, 1),
		strings.Replace(start, `"state"`, `"socket":"/`+strings.Repeat("s", 100)+`","state"`, 1),
	} {
		_, err := ParseCommand([]byte(line))
		if err == nil {
			t.Errorf("taken: %s", line)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("quoted: %v", err)
		}
	}
}

func TestAHostileHelloIsAnError(t *testing.T) {
	if _, err := ParseHello([]byte(`{"token":"t","host":"100.64.0.2","port":5000,"timeoutMs":8000}`)); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		``, `GET / HTTP/1.1`, `{"token":"t","host":"a","port":0}`, `{"token":"t","host":"a","port":65536}`,
		`{"token":"t","host":"a","port":-1}`, `{"token":"t","host":"a","port":"80"}`, `{"token":"t","host":"","port":80}`,
		`{"token":"t","host":"a\r\nb","port":80}`, `{"token":"t","host":"a","port":80,"x":1}`, `{"token":1,"host":"a","port":80}`,
	} {
		if _, err := ParseHello([]byte(line)); err == nil {
			t.Errorf("taken: %s", line)
		}
	}
}

func FuzzParseCommand(f *testing.F) {
	f.Add([]byte(start))
	f.Add([]byte(`{"cmd":"ping","host":"a"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		command, err := ParseCommand(line)
		if err == nil && command.Cmd == "" {
			t.Fatal("a command without a name was taken")
		}
	})
}
