//go:build js && wasm

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"syscall/js"
)

// hostFetch carries Go's HTTP requests by the fetch that the host injects. Go's own one refuses to work in Node
// (net/http.jsFetchDisabled). It serves control's /key and netcheck's probe, both small: bodies are held whole.
type hostFetch struct {
	fetch js.Value
}

// RoundTrip implements http.RoundTripper.
func (h hostFetch) RoundTrip(request *http.Request) (*http.Response, error) {
	abort := js.Global().Get("AbortController").New()
	options, err := optionsOf(request, abort)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(request.Context(), func() { abort.Call("abort") })
	defer stop()
	response, err := await(request.Context(), h.fetch.Invoke(request.URL.String(), options))
	if err != nil {
		return nil, err
	}
	buffer, err := await(request.Context(), response.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	body := bytesOf(jsUint8Array.New(buffer))
	status := response.Get("status").Int()
	return &http.Response{
		Status:        strconv.Itoa(status) + " " + response.Get("statusText").String(),
		StatusCode:    status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{},
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       request,
	}, nil
}

func optionsOf(request *http.Request, abort js.Value) (js.Value, error) {
	headers := jsObject.New()
	for name, values := range request.Header {
		for _, value := range values {
			headers.Set(name, value)
		}
	}
	options := jsObject.New()
	options.Set("method", request.Method)
	options.Set("headers", headers)
	options.Set("signal", abort.Get("signal"))
	if request.Body == nil || request.Body == http.NoBody {
		return options, nil
	}
	defer request.Body.Close()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return js.Undefined(), err
	}
	copied := jsUint8Array.New(len(body))
	js.CopyBytesToJS(copied, body)
	options.Set("body", copied)
	return options, nil
}

func bytesOf(array js.Value) []byte {
	bytes := make([]byte, array.Length())
	js.CopyBytesToGo(bytes, array)
	return bytes
}
