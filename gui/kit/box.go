package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// GroundSpec describes a filled area with an optional edge. An empty colour name draws nothing; an edge needs a fill.
type GroundSpec struct {
	Fill, Edge fyne.ThemeColorName
	Radius     float32
	Shadow     ShadowKind
}

// ShadowKind is the depth of a ground.
type ShadowKind int

const (
	// ShadowNone lies flat.
	ShadowNone ShadowKind = iota
	// ShadowBox is that of boxes and cards; the dark palette gives it no strength.
	ShadowBox
	// ShadowDialog is that of dialogs and of a drawer that lies over a page.
	ShadowDialog
)

// Ground is a rounded rectangle in colours of the theme; it follows a change of theme.
type Ground struct {
	widget.BaseWidget
	spec GroundSpec
}

// NewGround makes a ground from its description.
func NewGround(spec GroundSpec) *Ground {
	g := &Ground{spec: spec}
	g.ExtendBaseWidget(g)
	return g
}

// SetFill replaces the fill.
func (g *Ground) SetFill(fill fyne.ThemeColorName) {
	if g.spec.Fill != fill {
		g.spec.Fill = fill
		g.Refresh()
	}
}

// CreateRenderer is called by the toolkit.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, edge: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	if g.spec.Shadow == ShadowDialog {
		r.shadow = newShadow()
		r.objects = r.shadow.objects()
	}
	r.objects = append(r.objects, r.edge, r.fill)
	r.paint()
	return r
}

// groundRenderer draws the edge as a larger rectangle below the fill: strokes lie inside the outline on one of the
// toolkit's painters and across it on the other, fills are the same on both.
type groundRenderer struct {
	ground     *Ground
	edge, fill *canvas.Rectangle
	shadow     *shadow // nil for all but ShadowDialog
	objects    []fyne.CanvasObject
}

func (r *groundRenderer) paint() {
	spec := r.ground.spec
	outer := r.fill
	r.edge.Hidden = spec.Edge == ""
	r.fill.CornerRadius = spec.Radius
	if spec.Edge != "" {
		outer = r.edge
		r.edge.FillColor, r.edge.CornerRadius = Colour(spec.Edge), spec.Radius
		r.fill.CornerRadius = max(0, spec.Radius-EdgeWidth)
	}
	r.fill.Hidden = spec.Fill == ""
	if spec.Fill != "" {
		r.fill.FillColor = Colour(spec.Fill)
	}
	outer.Shadow = canvas.Shadow{}
	if spec.Shadow == ShadowBox {
		outer.Shadow = canvas.Shadow{Color: Colour(ColorBoxShadow), BlurRadius: 2, Offset: fyne.NewPos(0, 1)}
	}
	if r.shadow != nil {
		r.shadow.paint(Colour(ColorDialogShadow))
	}
}

func (r *groundRenderer) Layout(size fyne.Size) {
	if r.shadow != nil {
		r.shadow.layout(size)
	}
	r.edge.Resize(size)
	inset := float32(0)
	if !r.edge.Hidden {
		inset = EdgeWidth
	}
	r.fill.Move(fyne.NewSquareOffsetPos(inset))
	r.fill.Resize(size.SubtractWidthHeight(2*inset, 2*inset))
}

func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *groundRenderer) Destroy()                     {}

func (r *groundRenderer) Refresh() {
	r.paint()
	r.Layout(r.ground.Size())
	r.edge.Refresh()
	r.fill.Refresh()
}

// newLine is a hairline; a layout gives it its direction.
func newLine() *Ground { return NewGround(GroundSpec{Fill: ColorLine}) }

// newRule is a hairline as an object of a VBox.
func newRule() fyne.CanvasObject { return Layered(Gap(1, EdgeWidth), newLine()) }

// part is a composed widget: a tree of other objects. Types that embed it call ExtendBaseWidget themselves.
type part struct {
	widget.BaseWidget
	body *fyne.Container
}

// CreateRenderer is called by the toolkit.
func (p *part) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

// HeightFor returns the height needed at a width, in logical units.
func (p *part) HeightFor(width float32) float32 { return HeightFor(p.body, width) }

func (p *part) minWidth() float32 { return leastWidth(p.body) }

// MinSize is that of the tree.
func (p *part) MinSize() fyne.Size { return p.body.MinSize() }

// relaid places the tree again after one of its objects asked for another size.
func (p *part) relaid() { p.body.Refresh() }

// edged is a child of a box that paints up to the box's rounded corners.
type edged interface{ setEdges(first, last bool) }

// neighbour is a child of a box that the arrow keys reach.
type neighbour interface{ hitArea() *hitArea }

// Box is a boxed list or card: a surface with a hairline around it and between its children. A child's height includes
// the line above it, so rows of 56 repeat every 56.
type Box struct {
	widget.BaseWidget
	children []fyne.CanvasObject
	width    float32
}

// NewBox makes a box with its children, from top to bottom.
func NewBox(children ...fyne.CanvasObject) *Box {
	b := &Box{}
	b.ExtendBaseWidget(b)
	b.SetChildren(children...)
	return b
}

// SetChildren replaces the children.
func (b *Box) SetChildren(children ...fyne.CanvasObject) {
	b.children = children
	b.connect()
	b.Refresh()
}

// Children returns the children from top to bottom.
func (b *Box) Children() []fyne.CanvasObject { return b.children }

// connect tells the shown children where they are: the outer ones round their corners, and arrow keys walk the rows.
func (b *Box) connect() {
	shown := visible(b.children)
	var former *hitArea
	for i, child := range shown {
		if e, ok := child.(edged); ok {
			e.setEdges(i == 0, i == len(shown)-1)
		}
		n, ok := child.(neighbour)
		if !ok || !n.hitArea().Visible() {
			continue
		}
		hit := n.hitArea()
		hit.before, hit.after = former, nil
		if former != nil {
			former.after = hit
		}
		former = hit
	}
}

// HeightFor returns the height needed at a width, in logical units.
func (b *Box) HeightFor(width float32) float32 {
	height := 2 * EdgeWidth
	for _, child := range visible(b.children) {
		height += HeightFor(child, width-2*EdgeWidth)
	}
	return height
}

// CreateRenderer is called by the toolkit.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	ground := NewGround(GroundSpec{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusBox, Shadow: ShadowBox})
	return &boxRenderer{box: b, ground: ground}
}

type boxRenderer struct {
	box    *Box
	ground *Ground
	lines  []*Ground
}

func (r *boxRenderer) Layout(size fyne.Size) {
	r.box.width = size.Width
	r.box.connect()
	r.ground.Resize(size)
	shown := visible(r.box.children)
	for len(r.lines) < len(shown)-1 {
		r.lines = append(r.lines, newLine())
	}
	for _, line := range r.lines[max(0, len(shown)-1):] {
		line.Hide()
	}
	inner, y := size.Width-2*EdgeWidth, EdgeWidth
	for i, child := range shown {
		height := HeightFor(child, inner)
		child.Move(fyne.NewPos(EdgeWidth, y))
		child.Resize(fyne.NewSize(inner, height))
		if i > 0 {
			r.lines[i-1].Move(fyne.NewPos(EdgeWidth, y))
			r.lines[i-1].Resize(fyne.NewSize(inner, EdgeWidth))
			r.lines[i-1].Show()
		}
		y += height
	}
}

func (b *Box) minWidth() float32 { return widest(b.children) + 2*EdgeWidth }

func (r *boxRenderer) MinSize() fyne.Size {
	width := r.box.minWidth()
	return fyne.NewSize(width, r.box.HeightFor(max(width, r.box.width)))
}

func (r *boxRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, 1+len(r.box.children)+len(r.lines))
	objects = append(objects, r.ground)
	objects = append(objects, r.box.children...)
	for _, line := range r.lines {
		objects = append(objects, line)
	}
	return objects
}

func (r *boxRenderer) Refresh() {
	r.Layout(r.box.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.box)
}

func (r *boxRenderer) Destroy() {}
