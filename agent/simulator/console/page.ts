import { CLIP_CODECS } from './clip.ts';
import { TEST_FILE_SHA256 } from './test-file.ts';
import type { ConsoleSite } from './sites.ts';

/*
 * SIMULATION: the page of a simulated site's console. It stands in for the web page of an NVR and says so in its largest
 * words; its pictures are drawn, none is of a camera.
 */

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const STYLE = `
body { margin: 0; font: 15px/1.4 system-ui, sans-serif; background: #14181d; color: #e6e9ec; }
header { padding: 12px 20px; background: #7a4b00; color: #fff; }
h1 { margin: 0; font-size: 26px; letter-spacing: .02em; }
a { color: #9cf; }
nav a { margin-right: 16px; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 16px; padding: 16px 20px; }
section { background: #1d232a; border-radius: 6px; padding: 12px; overflow-wrap: anywhere; }
h2 { margin: 0 0 8px; font-size: 16px; }
canvas, video { width: 100%; aspect-ratio: 16 / 9; background: #000; display: block; }
.here { outline: 3px solid #ffb020; }
output { color: #9fd49f; }`;

/** Without a server's help: a moving test pattern with the camera's name in it. */
const SCRIPT = `
const $ = (id) => document.getElementById(id);
const draw = (canvas, name, at) => {
  const c = canvas.getContext('2d'), w = canvas.width, h = canvas.height;
  ['#c0c0c0', '#c0c000', '#00c0c0', '#00c000', '#c000c0', '#c00000', '#0000c0'].forEach((colour, i) => {
    c.fillStyle = colour; c.fillRect(Math.floor(i * w / 7), 0, Math.ceil(w / 7), h); });
  c.fillStyle = '#000'; c.fillRect(0, h - 30, w, 30);
  c.fillStyle = '#fff'; c.fillRect((at / 20) % w, 20, 24, 24);
  c.font = '15px sans-serif'; c.fillText('TEST PICTURE  ' + name + '  ' + new Date(at).toISOString().slice(11, 21), 8, h - 10);
};
const cameras = [...document.querySelectorAll('canvas')];
setInterval(() => cameras.forEach((canvas) => draw(canvas, canvas.dataset.camera, Date.now())), 200);

const here = decodeURIComponent(location.hash.slice(1)).split('?')[0];
for (const section of document.querySelectorAll('section[data-camera]'))
  section.classList.toggle('here', section.dataset.camera === here);
$('place').textContent = location.pathname + location.search + location.hash;
addEventListener('hashchange', () => location.reload());

const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
const socket = new WebSocket(scheme + location.host + '/ws');
socket.onopen = () => socket.send(JSON.stringify({ topic: 'onConnect', payload: '' }));
socket.onmessage = ({ data }) => { const { topic, payload } = JSON.parse(data); if (topic === 'clock') $('socket').textContent = payload; };
socket.onclose = () => { $('socket').textContent = 'closed'; };

const play = () => {
  const video = $('video');
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  source.onsourceopen = () => {
    const live = new WebSocket(scheme + location.host + '/live/mse/api/ws?src=test');
    live.binaryType = 'arraybuffer';
    const waiting = [];
    let buffer;
    const append = () => { if (buffer && !buffer.updating && waiting.length > 0) buffer.appendBuffer(waiting.shift()); };
    live.onopen = () => live.send(JSON.stringify({ type: 'mse', value: '${CLIP_CODECS}' }));
    live.onmessage = ({ data }) => {
      if (typeof data === 'string') { buffer = source.addSourceBuffer(JSON.parse(data).value); buffer.onupdateend = append; return; }
      waiting.push(data); if (waiting.length > 20) waiting.shift(); append();
    };
    live.onclose = () => { $('live').textContent = 'ended'; };
  };
  const told = () => { const { droppedVideoFrames, totalVideoFrames } = video.getVideoPlaybackQuality();
    $('live').textContent = totalVideoFrames + ' pictures, ' + droppedVideoFrames + ' dropped, at ' + video.currentTime.toFixed(1) + ' s'; };
  setInterval(told, 500);
  video.play().catch(() => {});
};
play();

$('note').onsubmit = async (event) => {
  event.preventDefault();
  const answer = await fetch('/api/notes', { method: 'POST', body: $('text').value });
  const { bytes, sha256 } = await answer.json();
  $('noted').textContent = bytes + ' bytes arrived, SHA-256 ' + sha256.slice(0, 16) + '…';
};
fetch('/api/profile').then((answer) => answer.json()).then(({ username }) => { $('who').textContent = username; });`;

const cameraSection = (camera: string): string =>
  `<section data-camera="${escaped(camera)}"><h2><a href="/#${encodeURIComponent(camera)}">${escaped(camera)}</a></h2>` +
  `<canvas data-camera="${escaped(camera)}" width="480" height="270"></canvas></section>`;

/** One page for `/`, `/review` and `/explore`, as Frigate's is one. */
export const consolePage = ({ site, cameras }: ConsoleSite): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Simulated console ${escaped(site)}</title><style>${STYLE}</style></head>
<body>
<header><h1>SIMULATED CONSOLE – ${escaped(site)} – no real cameras</h1>
<nav><a href="/">Live</a><a href="/review">Review</a><a href="/explore">Explore</a>
signed in as <output id="who">…</output> · place <output id="place"></output></nav></header>
<main>
<section><h2>H.264 over Media Source</h2><video id="video" muted autoplay playsinline></video><output id="live">waiting</output></section>
<section><h2>WebSocket</h2><p>Clock of the site: <output id="socket">connecting</output></p>
<h2>Form</h2><form id="note"><input id="text" value="A note for this site"><button>Send</button></form><output id="noted"></output>
<h2>Download</h2><p><a href="/download/test-100MiB.bin" download>100 MiB test file</a><br>SHA-256 <code>${TEST_FILE_SHA256}</code></p></section>
${cameras.map(cameraSection).join('\n')}
</main>
<script>${SCRIPT}</script>
</body></html>
`;
