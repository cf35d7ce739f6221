package screenlock

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

// What follows could not be tried out: nobody who wrote it had a Mac. It does as little as
// will do, and where a part is missing it says so and leaves the program as it is.

const (
	appKit = "/System/Library/Frameworks/AppKit.framework/AppKit"
	// deliverAtOnce is NSNotificationSuspensionBehaviorDeliverImmediately: a program that is
	// not in front would get the rest only when it is again.
	deliverAtOnce = 4
)

// Names of notifications. Those of NSWorkspace are constants that have their own names for
// values.
const (
	nameLocked   = "com.apple.screenIsLocked"
	nameResigned = "NSWorkspaceSessionDidResignActiveNotification"
	nameSleeps   = "NSWorkspaceWillSleepNotification"
)

// errNoCentre is why nothing is heard.
var errNoCentre = errors.New("screenlock: AppKit has no centre of notifications")

// listen observes notifications until ctx ends. Those of the distributed centre come to the
// main thread ("NSDistributedNotificationCenter"), and those of the workspace are posted
// there, by the run loop that the toolkit keeps going.
func (w *Watcher) listen(ctx context.Context, tell func(Reason)) error {
	o := &observer{tell: tell}
	if err := pooled(o.begin); err != nil {
		return err
	}
	w.hears(Sessions)
	w.hears(Power)
	defer w.ends(Sessions)
	defer w.ends(Power)
	<-ctx.Done()
	return pooled(o.end)
}

// pooled does something on one thread with a pool for what the system hands out meanwhile.
func pooled(do func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if _, err := purego.Dlopen(appKit, purego.RTLD_LAZY|purego.RTLD_GLOBAL); err != nil {
		return fmt.Errorf("screenlock: open AppKit: %w", err)
	}
	pool := object("NSAutoreleasePool").Send(objc.RegisterName("new"))
	defer pool.Send(objc.RegisterName("drain"))
	return do()
}

// object is a class as an object, 0 for none: what is sent to that does nothing.
func object(class string) objc.ID { return objc.ID(objc.GetClass(class)) }

// observer is told by the two centres of notifications.
type observer struct {
	tell func(Reason)
	// id is the object that they call. It is never released: a centre may be about to call
	// it on another thread.
	id                     objc.ID
	distributed, workspace objc.ID
}

// begin has the observer called.
func (o *observer) begin() error {
	o.distributed = object("NSDistributedNotificationCenter").Send(objc.RegisterName("defaultCenter"))
	o.workspace = object("NSWorkspace").Send(objc.RegisterName("sharedWorkspace")).Send(objc.RegisterName("notificationCenter"))
	if o.distributed == 0 || o.workspace == 0 {
		return errNoCentre
	}
	locked, switched, sleep := objc.RegisterName("locked:"), objc.RegisterName("switched:"), objc.RegisterName("sleep:")
	// The runtime keeps a class and its methods for ever, and with them the observer that
	// its name is of.
	class, err := objc.RegisterClass(fmt.Sprintf("GatehouseScreenlock%p", o), objc.GetClass("NSObject"), nil, nil, []objc.MethodDef{
		{Cmd: locked, Fn: o.telling(Locked)},
		{Cmd: switched, Fn: o.telling(Switched)},
		{Cmd: sleep, Fn: o.telling(Sleep)},
	})
	if err != nil {
		return fmt.Errorf("screenlock: %w", err)
	}
	o.id = objc.ID(class).Send(objc.RegisterName("new"))
	named(nameLocked, func(name objc.ID) {
		o.distributed.Send(objc.RegisterName("addObserver:selector:name:object:suspensionBehavior:"), o.id, locked, name, objc.ID(0), uint(deliverAtOnce))
	})
	for name, method := range map[string]objc.SEL{nameResigned: switched, nameSleeps: sleep} {
		named(name, func(name objc.ID) {
			o.workspace.Send(objc.RegisterName("addObserver:selector:name:object:"), o.id, method, name, objc.ID(0))
		})
	}
	return nil
}

// telling is the method for a reason.
func (o *observer) telling(r Reason) func(objc.ID, objc.SEL, objc.ID) {
	return func(objc.ID, objc.SEL, objc.ID) { o.tell(r) }
}

// named lends a string of the system.
func named(name string, use func(objc.ID)) {
	text := object("NSString").Send(objc.RegisterName("alloc")).Send(objc.RegisterName("initWithUTF8String:"), name)
	defer text.Send(objc.RegisterName("release"))
	use(text)
}

// end has it called no more.
func (o *observer) end() error {
	for _, centre := range []objc.ID{o.distributed, o.workspace} {
		centre.Send(objc.RegisterName("removeObserver:"), o.id)
	}
	return nil
}
