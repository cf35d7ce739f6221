package reader

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/gui/probe/screen"
)

// patience is how long an answer may take: the window's goroutine does one thing at a time.
const patience = 30 * time.Second

// errBusy is the answer of a window that does not come to it.
var errBusy = errors.New("the window is busy")

// Listen makes a Unix socket at path and answers each connection to it with one screen.Screen as JSON, until the program
// ends. The error says why there is no socket.
func Listen(path string, w fyne.Window) error {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("listen for the probe: %w", err)
	}
	go serve(listener, func() (screen.Screen, error) { return readOnWindow(w) })
	return nil
}

// serve answers until the listener is closed.
func serve(listener net.Listener, read func() (screen.Screen, error)) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		if err := answer(connection, read); err != nil {
			fyne.LogError("The probe did not answer", err)
		}
	}
}

// answer writes what the window shows. Nothing is written when it could not be read, which the other side sees as the end
// of the connection.
func answer(connection net.Conn, read func() (screen.Screen, error)) error {
	shown, err := read()
	if err == nil {
		err = connection.SetDeadline(time.Now().Add(patience))
	}
	if err == nil {
		err = json.NewEncoder(connection).Encode(shown)
	}
	return errors.Join(err, connection.Close())
}

// readOnWindow reads on the window's own goroutine and waits for it.
func readOnWindow(w fyne.Window) (screen.Screen, error) {
	answers := make(chan screen.Screen, 1)
	fyne.Do(func() { answers <- Read(w) })
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	select {
	case shown := <-answers:
		return shown, nil
	case <-deadline.C:
		return screen.Screen{}, errBusy
	}
}
