import type { stageWords as english } from './en-stage';

const way = (quarters: number) => (quarters > 0 ? 'rechts' : 'links');
const comma = (figure: string) => String(figure).replace('.', ',');

const hue = {
  red: 'rot',
  orange: 'orange',
  yellow: 'gelb',
  green: 'grün',
  teal: 'türkis',
  blue: 'blau',
  violet: 'violett',
  pink: 'rosa',
  brown: 'braun',
  grey: 'grau',
  black: 'schwarz',
  white: 'weiß',
};
const tone = { dark: 'dunkel', plain: '', light: 'hell' };
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const stageWords: typeof english = {
  crop: {
    open: 'Zuschneiden und begradigen',
    label: (position) => `Slide ${position} zuschneiden`,
    frame: 'Rahmen',
    frameHelp:
      'Pfeiltasten verschieben ihn, Plus und Minus ändern seine Größe. Eingabe übernimmt ihn, Esc lässt den Slide, wie er ist.',
    at: (left, top, share) => `${left} % von links, ${top} % von oben, zeigt ${share} %`,
    size: (width, height) => `${width} × ${height}`,
    keeps: (share) => `Zeigt ${share} %`,
    controls: 'Vergrößern und begradigen',
    zoom: 'Vergrößerung',
    zoomValue: (times) => `${comma(times)}×`,
    straighten: 'Begradigen',
    straightenHelp: 'Ein Doppelklick setzt es auf 0 zurück',
    degrees: (degrees) => `${comma(degrees)}°`,
    left: 'Nach links drehen',
    right: 'Nach rechts drehen',
    reset: 'Von vorn beginnen',
    pad: 'Alles behalten, mit Rändern…',
    apply: 'Zuschnitt übernehmen',
    leave: 'Abbrechen',
    applied: (position) => `Slide ${position} ist zugeschnitten.`,
    left_as: 'Der Slide bleibt, wie er war.',
    turned: (count, quarters) =>
      count === 1 ? `Nach ${way(quarters)} gedreht` : `${count} Slides nach ${way(quarters)} gedreht`,
    reasons: {
      clip: 'Clips behalten ihr Bildformat.',
      parts: 'Setz zuerst das Bild wieder zusammen.',
      picture: 'Es gibt noch kein Bild zum Zuschneiden.',
    },
  },

  colors: {
    own: 'Farben dieses Bildes',
    pick: 'Aus dem Bild…',
    pickHint: 'Eine Farbe aus dem Bild nehmen',
    field: 'Eine Farbe aus dem Bild nehmen',
    fieldHint:
      'Klicke dahin, wo die Farbe ist. Pfeiltasten bewegen die Marke, Eingabe nimmt sie, Esc bricht ab.',
    none: 'Hier ist keine Farbe',
    named: (color) => capital(`${tone[color.tone]}${hue[color.hue]}`),
    edge: (name) => `Sein Rand: ${name}`,
  },

  flow: {
    done: (count) => (count === 1 ? 'Das Problem ist gelöst.' : `Alle ${count} Probleme sind gelöst.`),
    like: 'Auf alle Slides anwenden',
    likeTitle: 'Jedes andere Foto wird genauso gezeigt',
    liked: (count) =>
      count === 1 ? '1 Slide wird genauso gezeigt' : `${count} Slides werden genauso gezeigt`,
    alike: 'Alle anderen Slides werden schon so gezeigt.',
  },

  closer: {
    zoom: 'Genau hinsehen',
    fit: 'Ganz',
    percent: (percent) => `${percent} %`,
    in: 'Näher',
    out: 'Weiter weg',
    allShown: 'Es ist ganz zu sehen.',
    toggle: (now) => `Vergrößerung: ${now}`,
    toFull: 'In Originalgröße zeigen',
    toFit: 'Ganz zeigen',
    board: 'Das Bild, vergrößert. Pfeiltasten verschieben es.',
    guides: 'Zeigen, was Instagram verdeckt oder abschneidet',
    guidesOn: 'Was Instagram verdeckt oder abschneidet, wird gezeigt.',
    guidesOff: 'Was Instagram verdeckt oder abschneidet, ist ausgeblendet.',
    goesOut: (line) => `Geht hinaus als ${line}`,
  },
};
