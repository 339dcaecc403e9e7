// sharp at the jobs that Fanfold is measured at, in the way its documentation advises: all files at once, its own
// thread pool. UV_THREADPOOL_SIZE, set by the caller, is that pool's size.
//
//   node sharp.mjs fix OUT FILE…      upright, 4:5 from the middle, 1440×1800, sRGB, JPEG 85 with 4:2:0
//   node sharp.mjs thumbs OUT FILE…   upright, inside 320×320, sRGB, JPEG 80
//   node sharp.mjs probe FILE…        what metadata() tells of each, as JSON
//   node sharp.mjs versions
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';

const [job, ...rest] = process.argv.slice(2);

const target = (folder, file) => join(folder, `${basename(file, extname(file))}.jpg`);

// Plain Huffman tables, as Fanfold and vipsthumbnail write them: the better ones that sharp makes by default take longer.
const jpeg = (quality) => ({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false });

const fix = (folder, file) =>
	sharp(file)
		.rotate()
		.resize(1440, 1800, { fit: 'cover', position: 'centre' })
		.toColourspace('srgb')
		.jpeg(jpeg(85))
		.toFile(target(folder, file));

const thumb = (folder, file) =>
	sharp(file)
		.rotate()
		.resize(320, 320, { fit: 'inside' })
		.toColourspace('srgb')
		.jpeg(jpeg(80))
		.toFile(target(folder, file));

const work = {
	fix: ([folder, ...files]) => Promise.all(files.map((file) => fix(folder, file))),
	thumbs: ([folder, ...files]) => Promise.all(files.map((file) => thumb(folder, file))),
	probe: async (files) => {
		const facts = await Promise.all(files.map((file) => sharp(file).metadata()));
		console.log(JSON.stringify(facts.map(({ format, width, height, orientation, space }) => ({ format, width, height, orientation, space }))));
	},
	versions: async () => console.log(`sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips})`)
};

await work[job](rest);
