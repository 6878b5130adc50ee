package ring

import (
	"bytes"
	"errors"
	"io"
	"math/rand"
	"net"
	"os"
	"testing"
	"testing/iotest"
	"time"
)

func take(t *testing.T, r *Reader, limit int) ([]byte, error) {
	t.Helper()
	var got []byte
	_, err := r.Take(limit, func(piece []byte) { got = bytes.Clone(piece) })
	return got, err
}

func TestEveryByteComesOnceAndInOrderWhateverTheSizes(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	sent := make([]byte, 200_000)
	random.Read(sent)
	for _, size := range []int{1, 7, 512, 300_000} {
		r := NewReader(iotest.HalfReader(bytes.NewReader(sent)), size)
		var got []byte
		for {
			piece, err := take(t, r, 1+random.Intn(size))
			got = append(got, piece...)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(got, sent) {
			t.Fatalf("ring of %d bytes: %d bytes came, %d were sent", size, len(got), len(sent))
		}
	}
}

func TestAFullRingStopsReading(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	r := NewReader(near, 4)
	if _, err := far.Write([]byte("abcd")); err != nil {
		t.Fatal(err)
	}
	far.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	if _, err := far.Write([]byte("e")); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("a fifth byte was taken: %v", err)
	}
	if got, _ := take(t, r, 4); string(got) != "abcd" {
		t.Fatalf("got %q", got)
	}
}

func TestBytesBeforeABreakAreDelivered(t *testing.T) {
	broken := errors.New("broken")
	r := NewReader(io.MultiReader(bytes.NewReader([]byte("last")), iotest.ErrReader(broken)), 16)
	got, err := take(t, r, 16)
	if string(got) != "last" || err != nil {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := take(t, r, 16); !errors.Is(err, broken) {
		t.Fatalf("the break was not told: %v", err)
	}
}

func TestCloseWakesAWaitingTake(t *testing.T) {
	near, _ := net.Pipe()
	r := NewReader(near, 16)
	ended := make(chan error, 1)
	go func() {
		_, err := r.Take(16, func([]byte) {})
		ended <- err
	}()
	r.Close(net.ErrClosed)
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Fatal(err)
	}
}
