package kit

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"gatehouse/resources"
)

// IconName names an icon by what it stands for in Gatehouse; its value is the file in resources/icons.
type IconName string

// The program's icons.
const (
	IconAccount       IconName = "account-outline"
	IconAccountCheck  IconName = "account-check-outline"
	IconAccountClock  IconName = "account-clock-outline"
	IconAccountKey    IconName = "account-key-outline"
	IconAccountOff    IconName = "account-off-outline"
	IconAccountPlus   IconName = "account-plus-outline"
	IconAccounts      IconName = "account-multiple-outline"
	IconAlertOctagon  IconName = "alert-octagon-outline"
	IconAlertTriangle IconName = "alert-outline"
	IconBack          IconName = "arrow-left"
	IconBackup        IconName = "backup-restore"
	IconBell          IconName = "bell-outline"
	IconBuilding      IconName = "office-building-outline"
	IconCalendarAlert IconName = "calendar-alert-outline"
	IconCalendarClock IconName = "calendar-clock-outline"
	IconCapsLock      IconName = "apple-keyboard-caps"
	IconCaseClock     IconName = "briefcase-clock-outline"
	IconCheck         IconName = "check"
	IconCheckCircle   IconName = "check-circle-outline"
	IconCheckOff      IconName = "checkbox-blank-outline"
	IconCheckOn       IconName = "checkbox-marked"
	IconCheckSome     IconName = "minus-box"
	IconChevronDown   IconName = "chevron-down"
	IconChevronLeft   IconName = "chevron-left"
	IconChevronRight  IconName = "chevron-right"
	IconCircle        IconName = "circle-outline"
	IconClock         IconName = "clock-outline"
	IconClose         IconName = "close"
	IconCloseCircle   IconName = "close-circle-outline"
	IconConsole       IconName = "console"
	IconCopy          IconName = "content-copy"
	IconDots          IconName = "dots-horizontal"
	IconDropDown      IconName = "menu-down"
	IconEdit          IconName = "pencil-outline"
	IconEye           IconName = "eye-outline"
	IconEyeOff        IconName = "eye-off-outline"
	IconFilter        IconName = "filter-variant"
	IconFingerprint   IconName = "fingerprint"
	IconFolder        IconName = "folder-outline"
	IconGate          IconName = "gate"
	IconGear          IconName = "cog-outline"
	IconHelp          IconName = "help-circle-outline"
	IconHistory       IconName = "history"
	IconInfo          IconName = "information-outline"
	IconKey           IconName = "key-variant"
	IconKeyOutline    IconName = "key-outline"
	IconLaptop        IconName = "laptop"
	IconLock          IconName = "lock-outline"
	IconLockClock     IconName = "lock-clock"
	IconMagic         IconName = "auto-fix"
	IconMail          IconName = "email-outline"
	IconMinus         IconName = "minus"
	IconMinusCircle   IconName = "minus-circle-outline"
	IconMonitor       IconName = "monitor"
	IconOpen          IconName = "open-in-new"
	IconPassword      IconName = "form-textbox-password"
	IconPhone         IconName = "cellphone"
	IconPlace         IconName = "map-marker-outline"
	IconPlus          IconName = "plus"
	IconPrint         IconName = "printer-outline"
	IconRadioOff      IconName = "radiobox-blank"
	IconRadioOn       IconName = "radiobox-marked"
	IconRefresh       IconName = "refresh"
	IconSave          IconName = "content-save-outline"
	IconSearch        IconName = "magnify"
	IconSecurityKey   IconName = "usb-flash-drive-outline"
	IconServer        IconName = "server"
	IconShield        IconName = "shield-outline"
	IconShieldAccount IconName = "shield-account-outline"
	IconShieldAlert   IconName = "shield-alert-outline"
	IconShieldCheck   IconName = "shield-check-outline"
	IconSignOut       IconName = "logout"
	IconSleep         IconName = "power-sleep"
	IconText          IconName = "text-box-outline"
	IconTheme         IconName = "theme-light-dark"
	IconTimer         IconName = "timer-outline"
	IconTrash         IconName = "trash-can-outline"
	IconUnlock        IconName = "lock-open-variant-outline"
	IconWarningStore  IconName = "database-alert-outline"
	IconWeb           IconName = "web"
)

// Icon returns the icon in the text colour of the theme in use. A name without a file gives the toolkit's icon for
// something broken; a test holds that each name above has one.
func Icon(name IconName) fyne.Resource {
	return IconColoured(name, ColorText)
}

// IconColoured returns the icon in the given colour of the theme in use.
func IconColoured(name IconName, colour fyne.ThemeColorName) fyne.Resource {
	file, err := resources.IconFile(string(name))
	if err != nil {
		return theme.BrokenImageIcon()
	}
	return &iconResource{ThemedResource: theme.NewColoredResource(fyne.NewStaticResource(string(name)+".svg", file), colour)}
}

// iconResource keeps its drawing in the colour that it had last: the toolkit asks for the content at each refresh, and the
// coloured resource of the toolkit reads, colours and writes the whole drawing each time.
type iconResource struct {
	*theme.ThemedResource

	mu      sync.Mutex
	colour  color.Color
	content []byte
}

// Content returns the drawing in the colour that the theme in use gives it.
func (r *iconResource) Content() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := theme.Color(r.ColorName); r.content == nil || now != r.colour {
		r.colour, r.content = now, r.ThemedResource.Content()
	}
	return r.content
}

// AppIcon returns the Gatehouse mark with its own ground, for the system's task bar and window list.
func AppIcon() fyne.Resource {
	file, err := resources.IconFile("gatehouse")
	if err != nil {
		return theme.BrokenImageIcon()
	}
	return fyne.NewStaticResource("gatehouse.svg", file)
}
