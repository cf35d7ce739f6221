package gui

import (
	"errors"
	"runtime"

	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeyPlaces are the cards of a chooser, in the order of the provider.
func passkeyPlaces(kinds []passkey.Kind, host string) []kit.Option {
	options := make([]kit.Option, 0, len(kinds))
	for _, kind := range kinds {
		option := kit.Option{ID: string(kind), Icon: passkeyIcon(kind)}
		switch kind {
		case passkey.SecurityKey:
			option.Title, option.Caption = tr("Security key"), tr("A key you plug in or tap, for example a YubiKey")
		case passkey.ThisDevice:
			option.Title, option.Caption = tr("This device"), thisDeviceWords(runtime.GOOS, host)
		case passkey.Phone:
			option.Title, option.Caption = tr("iPhone, iPad, or Android device"), tr("You scan a code with its camera")
			option.Note = []kit.Span{
				{Text: tr("Needs Bluetooth and internet"), Bold: true, Colour: kit.ColorAttention},
				{Text: " " + tr("on the phone and on this computer. It cannot work while the site is offline.")},
			}
		}
		options = append(options, option)
	}
	return options
}

// passkeyNextWords say what comes after Next.
func passkeyNextWords(by passkey.Provider, kind passkey.Kind) string {
	windows := by.Name() == "windows"
	switch {
	case kind == passkey.SecurityKey && windows:
		return tr("Windows takes over for a moment and asks for the key and its PIN. You come back here to give the passkey a name.")
	case kind == passkey.SecurityKey:
		return tr("Your browser takes over for a moment and asks for the key and its PIN. You come back here to give the passkey a name.")
	case kind == passkey.Phone && windows:
		return tr("Windows takes over for a moment and shows the code to scan. You come back here to give the passkey a name.")
	case kind == passkey.Phone:
		return tr("Your browser takes over for a moment and shows the code to scan. You come back here to give the passkey a name.")
	case windows:
		return tr("Windows takes over for a moment and asks for your face, finger or PIN. You come back here to give the passkey a name.")
	}
	return tr("Your browser takes over for a moment and asks whether it is you. You come back here to give the passkey a name.")
}

// passkeyUnsaved words why no passkey was saved.
func passkeyUnsaved(by passkey.Provider, err error) string {
	text := problemWords(err)
	switch {
	case errors.Is(err, passkey.ErrCancelled):
		text = tr("No passkey was saved: it was cancelled, or no answer came. Try again, or choose another place.")
	case errors.Is(err, passkey.ErrTimedOut):
		text = tr("No passkey was saved: the time is up. Try again.")
	default:
		return text
	}
	if by.Name() == "browser" {
		text = joined(text, tr("Did the page say that its link was used already? Then start again here."))
	}
	return text
}
