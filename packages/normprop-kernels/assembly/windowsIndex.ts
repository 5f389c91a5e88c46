export {addErrorSlopes, errorsOf, filterImages, rowProducts, spreadRows, turn} from './windows';
