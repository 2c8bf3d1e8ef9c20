// Where the names go on a chart: the same rules, in the same order, as dxindex/charts/labels.py, for the countries
// that a visitor picks. A browser test holds the two together.
(() => {
  "use strict";
  const ANGLES = [0, 180, 35, -35, 145, -145, 90, 80, 100, -90, -80, -100];
  const RINGS_REQUIRED = [12, 18, 26, 38, 54, 74, 98, 124];
  const RINGS_OPTIONAL = [8];
  const MARGIN = 2;
  const DISTANCE_COST = 0.5;
  const FAR_COST = 0.004;
  const COVER_COST = 4;
  const ASKED_COST = 40;

  const radians = (angle) => (angle * Math.PI) / 180;
  const tenth = (value) => Math.round(value * 10) / 10;

  const textBox = (x, y, text, size, angle, ring) => {
    const width = 0.58 * size * [...text].length;
    const height = 1.2 * size;
    const cx = x + ring * Math.cos(radians(angle));
    const cy = y - ring * Math.sin(radians(angle));
    const align = Math.abs(angle) === 90 ? "center" : Math.abs(angle) < 90 ? "left" : "right";
    const left = { center: cx - width / 2, left: cx, right: cx - width }[align];
    return { box: [left, cy - height / 2, left + width, cy + height / 2], align };
  };

  const overlap = (one, other) =>
    Math.max(Math.min(one[2], other[2]) - Math.max(one[0], other[0]), 0) *
    Math.max(Math.min(one[3], other[3]) - Math.max(one[1], other[1]), 0);

  const cost = (box, taken, dots, weights, width, height) => {
    const wider = [box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN];
    let sum = 0;
    for (const other of taken) {
      const area = overlap(wider, other);
      if (area > 0) sum += 1000 + area;
    }
    for (const over of [-box[0], box[2] - width, -box[1], box[3] - height]) sum += 100 * Math.max(over, 0);
    dots.forEach((dot, i) => { if (overlap(box, dot) > 0) sum += weights[i]; });
    return sum;
  };

  const bestPlace = (point, taken, dots, weights, width, height, must, size) => {
    let best = null;
    for (const ring of must ? RINGS_REQUIRED : RINGS_OPTIONAL) {
      for (const angle of ANGLES) {
        const { box, align } = textBox(point.x, point.y, point.text, size, angle, ring);
        const crossed = cost(box, taken, dots, weights, width, height);
        const total = crossed + DISTANCE_COST * ring + FAR_COST * ring ** 2;
        if (best === null || total < best.total) best = { total, crossed, box, align, ring, angle };
      }
    }
    if (!must && best.crossed > 0) return null;
    const dx = tenth(best.ring * Math.cos(radians(best.angle)));
    const dy = tenth(-best.ring * Math.sin(radians(best.angle)));
    return { box: best.box, align: best.align, dx, dy };
  };

  // points: [{id, x, y, text}] with x and y in [0, 1] of the plot, y upwards; required: a set of ids.
  const placeLabels = (points, { width, height, required, optional, size = 11, requiredSize = 13, radius = 5 }) => {
    const pixels = points.map((point) => ({ ...point, x: point.x * width, y: (1 - point.y) * height }));
    const dots = pixels.map(({ x, y }) => [x - radius, y - radius, x + radius, y + radius]);
    const weights = pixels.map(({ id }) => (required.has(id) ? ASKED_COST : COVER_COST));
    const first = pixels.filter(({ id }) => required.has(id));
    const others = optional ? pixels.filter(({ id }) => !required.has(id)) : [];
    const taken = [];
    const placed = [];
    for (const point of [...first, ...others]) {
      const must = required.has(point.id);
      const place = bestPlace(point, taken, dots, weights, width, height, must, must ? requiredSize : size);
      if (place === null) continue;
      taken.push(place.box);
      const { id, text } = point;
      placed.push({ id, text, dx: place.dx, dy: place.dy, align: place.align, required: must });
    }
    return placed;
  };

  const median = (values) => {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  };

  Object.assign(window.dxindex, { placeLabels, median });
})();
