//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"

	"blocao.example/fleet-console/tunnel/node"
)

var (
	jsUint8Array = js.Global().Get("Uint8Array")
	jsObject     = js.Global().Get("Object")
	jsPromise    = js.Global().Get("Promise")
	jsError      = js.Global().Get("Error")
	jsString     = js.Global().Get("String")
)

// promise runs work on a goroutine of its own and settles a JavaScript promise with its result. A callback from JavaScript
// must never block: it would hold the host's only thread.
func promise(work func() (any, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			defer executor.Release()
			value, err := guarded(work)
			if err != nil {
				reject.Invoke(errorOf(err))
				return
			}
			resolve.Invoke(value)
		}()
		return nil
	})
	return jsPromise.New(executor)
}

// guarded turns a panic (a JavaScript exception is one) into an error: one connection must not end the tunnel.
func guarded(work func() (any, error)) (value any, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	return work()
}

func errorOf(err error) js.Value {
	value := jsError.New(err.Error())
	value.Set("code", node.CodeOf(err))
	return value
}

// await blocks the goroutine until the promise settles. Where ctx ends first it returns; the promise's end is then unseen.
func await(ctx context.Context, pending js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	var fulfilled, rejected js.Func
	release := func() {
		fulfilled.Release()
		rejected.Release()
	}
	fulfilled = js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{value: firstOf(args)}
		release()
		return nil
	})
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: errors.New(jsString.Invoke(firstOf(args)).String())}
		release()
		return nil
	})
	pending.Call("then", fulfilled, rejected)
	select {
	case settled := <-done:
		return settled.value, settled.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

func firstOf(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}

func argument(args []js.Value, index int) js.Value {
	if index >= len(args) {
		return js.Undefined()
	}
	return args[index]
}

// member is a property of an object; undefined where there is no object.
func member(object js.Value, name string) js.Value {
	if object.Type() != js.TypeObject {
		return js.Undefined()
	}
	return object.Get(name)
}

func textOf(object js.Value, name string) string {
	if value := member(object, name); value.Type() == js.TypeString {
		return value.String()
	}
	return ""
}

func method(call func(args []js.Value) any) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any { return call(args) })
}
