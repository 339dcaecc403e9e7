//! A drawn picture on its way into a file.

use crate::error::FixError;
use crate::planar::Planes;
use crate::raster::Raster;

/// Upright sRGB, the way it was drawn.
#[derive(Debug, Clone)]
pub(crate) enum Picture {
    Rgb(Raster),
    Planar(Planes),
}

impl Picture {
    pub(crate) fn size(&self) -> (u32, u32) {
        match self {
            Self::Rgb(raster) => (raster.width, raster.height),
            Self::Planar(planes) => (planes.width, planes.height),
        }
    }

    /// The whole picture at another size.
    pub(crate) fn scaled(self, size: (u32, u32)) -> Result<Self, FixError> {
        Ok(match self {
            Self::Rgb(raster) => {
                let whole = [0.0, 0.0, f64::from(raster.width), f64::from(raster.height)];
                Self::Rgb(raster.into_scaled(whole, size)?)
            }
            Self::Planar(planes) => Self::Planar(planes.scaled(size)),
        })
    }
}
