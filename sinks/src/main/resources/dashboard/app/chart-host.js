import * as echarts from 'echarts/dist/echarts.esm.min.mjs';

/**
 * Keeps one ECharts chart in an element of a Lit component: made when first drawn, as wide as its
 * element, in the page's colours also when they change.
 */
export class ChartHost {
  #host;
  #find;
  #chart = null;
  #observer = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.#host.requestUpdate('theme');

  constructor(host, find) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  hostConnected() {
    this.#scheme.addEventListener('change', this.#redraw);
  }

  hostDisconnected() {
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#observer?.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  /** A colour of the page by its name. */
  colour(name) {
    return getComputedStyle(this.#host).getPropertyValue(`--${name}`).trim();
  }

  /** Draws; the element must be there. Options are merged with those of before. */
  draw(option, replace = []) {
    const element = this.#find();
    if (!element) {
      return;
    }
    if (this.#chart?.getDom() !== element) {
      this.#observer?.disconnect();
      this.#chart?.dispose();
      this.#chart = echarts.init(element, null, { renderer: 'canvas' });
      this.#observer = new ResizeObserver(() => this.#chart?.resize());
      this.#observer.observe(element);
    }
    this.#chart.setOption(option, { replaceMerge: replace });
  }

  /** What both charts have in common. */
  base() {
    const text = { color: this.colour('muted'), fontFamily: getComputedStyle(this.#host).fontFamily };
    return {
      animation: false,
      textStyle: text,
      tooltip: {
        trigger: 'axis',
        // Drawn on the canvas: the page's policy allows no inline styles.
        renderMode: 'richText',
        backgroundColor: this.colour('panel'),
        borderColor: this.colour('line'),
        textStyle: { ...text, color: this.colour('ink'), fontSize: 12 },
      },
    };
  }

  /** An axis in the page's colours. */
  axis(more) {
    return {
      axisLine: { lineStyle: { color: this.colour('line') } },
      axisTick: { show: false },
      axisLabel: { color: this.colour('muted'), hideOverlap: true },
      splitLine: { lineStyle: { color: this.colour('line'), opacity: 0.6 } },
      nameTextStyle: { color: this.colour('muted') },
      ...more,
    };
  }
}
