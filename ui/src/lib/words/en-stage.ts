import type { ColorName } from '$lib/utils/colors';

const turns = (quarters: number) => (quarters > 0 ? 'to the right' : 'to the left');

const hue = {
  red: 'red',
  orange: 'orange',
  yellow: 'yellow',
  green: 'green',
  teal: 'teal',
  blue: 'blue',
  violet: 'violet',
  pink: 'pink',
  brown: 'brown',
  grey: 'grey',
  black: 'black',
  white: 'white',
};
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the stage says: the frame, turning, looking closely, going through the problems. */
export const stageWords = {
  crop: {
    open: 'Crop and straighten',
    label: (position: number) => `Crop slide ${position}`,
    frame: 'Frame',
    frameHelp:
      'Arrow keys move it, plus and minus change its size. Enter uses it, Escape leaves the slide as it is.',
    /** What a person who listens hears after each key. */
    at: (left: number, top: number, share: number) =>
      `${left}% from the left, ${top}% from the top, shows ${share}%`,
    size: (width: number, height: number) => `${width} × ${height}`,
    keeps: (share: number) => `Shows ${share}%`,
    controls: 'Zoom and straighten',
    zoom: 'Zoom',
    zoomValue: (times: string) => `${times}×`,
    straighten: 'Straighten',
    straightenHelp: 'Double-click sets it back to 0',
    degrees: (degrees: string) => `${degrees}°`,
    left: 'Turn to the left',
    right: 'Turn to the right',
    reset: 'Start over',
    pad: 'Keep all of it, between bands…',
    apply: 'Use this crop',
    leave: 'Cancel',
    applied: (position: number) => `Slide ${position} is cropped.`,
    left_as: 'The slide stays as it was.',
    turned: (count: number, quarters: number) =>
      count === 1 ? `Turned ${turns(quarters)}` : `${count} slides turned ${turns(quarters)}`,
    reasons: {
      clip: 'Clips keep their frame.',
      parts: 'Put the picture back together first.',
      picture: 'There is no picture to crop yet.',
    },
  },

  colors: {
    own: 'Colours of this picture',
    pick: 'Pick…',
    pickHint: 'Take a colour from the picture',
    field: 'Take a colour from the picture',
    fieldHint: 'Click where the colour is. Arrow keys move the mark, Enter takes it, Escape leaves it.',
    none: 'No colour here',
    named: (color: ColorName) =>
      capital(color.tone === 'plain' ? hue[color.hue] : `${color.tone} ${hue[color.hue]}`),
    edge: (name: string) => `Its edges: ${name}`,
  },

  flow: {
    done: (count: number) => (count === 1 ? 'The problem is solved.' : `All ${count} problems are solved.`),
    like: 'Apply to all slides',
    likeTitle: 'Every other photo is shown the same way',
    liked: (count: number) => `${count} ${count === 1 ? 'slide' : 'slides'} shown the same way`,
    alike: 'Every other slide is shown this way already.',
  },

  closer: {
    zoom: 'Look closely',
    fit: 'Fit',
    percent: (percent: number) => `${percent}%`,
    in: 'Closer',
    out: 'Further away',
    allShown: 'All of it is shown.',
    toggle: (now: string) => `Zoom: ${now}`,
    toFull: 'Show its own pixels',
    toFit: 'Show all of it',
    board: 'The picture, enlarged. Arrow keys move it.',
    guides: 'Show what Instagram covers or cuts off',
    guidesOn: 'What Instagram covers or cuts off is shown.',
    guidesOff: 'What Instagram covers or cuts off is hidden.',
    goesOut: (line: string) => `Goes out as ${line}`,
  },
};
