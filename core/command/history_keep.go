package command

import (
	"fmt"
	"strconv"

	"gatehouse/core"
)

// historyKeep shows or sets how long a site keeps what.
type historyKeep struct {
	EndedDays   *int   `placeholder:"N" help:"For how many days sessions that are over are shown: 1 to 3650."`
	HistoryDays string `placeholder:"N" help:"For how many days the history goes back: 90 to 3650, or no-limit. The log stays."`
	actor
}

// keptShown is the answer of history keep.
type keptShown struct {
	EndedDays int `json:"ended_days"`
	// HistoryDays is null for no limit.
	HistoryDays *int `json:"history_days"`
}

// unlimited is no limit in --history-days.
const unlimited = "no-limit"

// Run is called by kong.
func (k *historyKeep) Run(c *console) error {
	days, err := k.historyDays()
	if err != nil {
		return err
	}
	return k.act(c, func(site *core.Site, token core.Token) error {
		kept, err := site.KeepingNow(c.ctx, token)
		if err != nil {
			return err
		}
		if k.EndedDays == nil && k.HistoryDays == "" {
			return showKept(c, kept)
		}
		if k.EndedDays != nil {
			kept.EndedDays = *k.EndedDays
		}
		if k.HistoryDays != "" {
			kept.HistoryDays = days
		}
		if err := site.SetKeeping(c.ctx, token, kept); err != nil {
			return err
		}
		return showKept(c, kept)
	})
}

// historyDays reads --history-days, 0 for no limit.
func (k *historyKeep) historyDays() (int, error) {
	if k.HistoryDays == "" || k.HistoryDays == unlimited {
		return 0, nil
	}
	days, err := strconv.Atoi(k.HistoryDays)
	if err != nil || days < 1 {
		return 0, wrongUse(core.FieldHistoryDays, "Give a number of days, or "+unlimited+".")
	}
	return days, nil
}

// showKept tells how long a site keeps what.
func showKept(c *console, kept core.Keeping) error {
	told := keptShown{EndedDays: kept.EndedDays}
	history := "The history has no limit."
	if kept.HistoryDays != 0 {
		told.HistoryDays = &kept.HistoryDays
		history = fmt.Sprintf("The history goes back for %s.", counted(kept.HistoryDays, "day"))
	}
	return c.show(told, fmt.Sprintf("Sessions that are over are kept for %s.", counted(kept.EndedDays, "day")), history)
}
